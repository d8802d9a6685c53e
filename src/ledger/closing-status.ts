import { DECISIONS, type Decision } from './decision.ts'

/** States of a Deployment that a record can be closed with. */
export type ClosingState = 'success' | 'failure' | 'error' | 'inactive'

const STATES: Record<Decision, ClosingState> = {
  kept: 'success',
  promoted: 'success',
  reported: 'success',
  'rolled-back': 'failure',
  held: 'error',
  'stood-down': 'inactive',
  refused: 'error',
  'no-op': 'inactive',
}

/** GitHub answers 422 to a longer description. */
const DESCRIPTION_LIMIT = 140

/** `rolled-back (above-threshold): error rate 12.4% is above 1%`. A person reads it, and the ledger is folded from it. */
export function encodeClosing(
  decision: Decision,
  reason: string,
  sentence: string,
): { state: ClosingState; description: string } {
  const text = `${decision} (${reason}): ${plain(sentence)}`
  const description = text.length > DESCRIPTION_LIMIT ? `${text.slice(0, DESCRIPTION_LIMIT - 1)}…` : text
  return { state: STATES[decision], description }
}

/** One line within the Basic Multilingual Plane, which is what GitHub takes, and which can be cut anywhere. */
const plain = (text: string): string =>
  text.replace(/[\u{10000}-\u{10ffff}\p{Cs}]/gu, '\ufffd').replace(/\p{C}+/gu, ' ')

/** `null` for a status that does not close a record, or that Tagback did not write. */
export function decodeClosing(description: string | null): { decision: Decision; reason: string } | null {
  const match = /^([a-z-]+) \(([a-z-]+)\):/.exec(description ?? '')
  const decision = DECISIONS.find((candidate) => candidate === match?.[1])
  return decision && match?.[2] ? { decision, reason: match[2] } : null
}

/** The sentence of a closing status, as far as it had room; `null` for any other status. */
export const closingSentence = (description: string | null): string | null =>
  /^[a-z-]+ \([a-z-]+\): (.*)$/s.exec(description ?? '')?.[1] ?? null

import type { Trace } from './trace.ts'

/** Seconds since the deploy; null for what did not happen. At most one of the two is set. */
export type Outcome = { rolledBack: number | null; accepted: number | null }

/** One rule, as its users would set it up for a threshold of 1% and a watch of ten minutes. */
export type Judge = { name: string; judge(trace: Trace): Outcome }

export const THRESHOLD = 0.01

export const rollBack = (at: number): Outcome => ({ rolledBack: at, accepted: null })
export const accept = (at: number): Outcome => ({ rolledBack: null, accepted: at })
export const undecided: Outcome = { rolledBack: null, accepted: null }

/** Strictly above the threshold; a window without requests is not. */
export function breaches(counts: { errors: number; total: number }): boolean {
  return counts.total > 0 && counts.errors > THRESHOLD * counts.total
}

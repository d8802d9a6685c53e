import { type Release, sameRelease } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'
import { isKnownGood, quarantineOf, type Standing } from './standing.ts'

/** The environment before, as its tag and its records stand. `release` is what its tag means; `null` without a tag. */
export type RingBefore = { environment: string; release: Release | null; standing: Standing }

export type Gate =
  | { kind: 'open' }
  /** Nothing is known there that could speak for or against the release. */
  | { kind: 'unknown'; why: string }
  | { kind: 'closed'; missing: string }

/** Whether this release was left there by a run before, so that a move to it goes back and not on. */
export function wasThere({ records }: Pick<Standing, 'records'>, release: Release): boolean {
  const first = records.at(-1)?.from
  return (first && sameRelease(first, release)) || records.some((record) => leftThere(record, release))
}

const leftThere = ({ closed, to, target }: DeployRecord, release: Release): boolean => {
  const left = closed?.decision === 'rolled-back' ? target : to
  const stayed = closed !== null && ['kept', 'promoted', 'rolled-back'].includes(closed.decision)
  return stayed && left !== null && sameRelease(left, release)
}

/**
 * Whether a move by hand to `to` keeps the order of the rings: it has passed in the environment before. Going back to what
 * was there already is never held up, and neither is a component that the environment before has never had.
 */
export function ringGate(to: Release, own: Standing, before: RingBefore): Gate {
  if (wasThere(own, to)) return { kind: 'open' }
  const { environment, release, standing } = before
  if (isKnownGood(standing, to)) return { kind: 'open' }
  if (standing.records.length === 0) {
    if (!release) return { kind: 'unknown', why: `${environment} has no tag of it and no record` }
    if (sameRelease(release, to)) return { kind: 'unknown', why: `${environment} is on it from a time without records` }
  }
  return { kind: 'closed', missing: missingThere(to, before) }
}

function missingThere(to: Release, { environment, release, standing }: RingBefore): string {
  const judged = quarantineOf(standing, to)
  if (judged) return `it was judged bad there (${judged.closed?.reason}) by ${judged.run.url}`
  const latest = standing.records.find((record) => sameRelease(record.to, to))
  if (latest && latest.closed === null) return `${latest.run.url} is at work on it there`
  if (latest?.closed) return `it ended there as ${latest.closed.decision} (${latest.closed.reason}): ${latest.run.url}`
  return release && !sameRelease(release, to)
    ? `it has not been there: ${environment} is on ${release.version}`
    : 'no guard has seen it pass there'
}

import { type Release, sameRelease } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'
import { isKnownGood, quarantineOf, type Standing, wasKept } from './standing.ts'

/** The environment before, as its tag and its records stand. `release` is what its tag means; `null` without a tag. */
export type RingBefore = { environment: string; release: Release | null; standing: Standing }

export type Gate =
  | { kind: 'open' }
  /** Nothing is known there that could speak for or against the release. */
  | { kind: 'unknown'; why: string }
  | { kind: 'closed'; missing: string }

/** Whether this release has stayed there before, so that a move to it goes back and not on. */
export function wasThere(standing: Standing, release: Release): boolean {
  const first = standing.records.at(-1)?.from
  const leftThere = ({ closed, target }: DeployRecord): boolean =>
    closed?.decision === 'rolled-back' && target !== null && sameRelease(target, release)
  return wasKept(standing, release) || standing.records.some(leftThere) || (!!first && sameRelease(first, release))
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

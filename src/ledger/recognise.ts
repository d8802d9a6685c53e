import { type Release, sameRelease } from '../tags/release.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import { pointable } from './choose-target.ts'
import type { DeployRecord } from './record.ts'
import { leftToAnother, provesBad, provesGood, quarantineOf, type Standing } from './standing.ts'
import { isVouchedFor } from './vouched-for.ts'

/** Whether a move is news, or something that the ledger already knows. */
export type Recognition =
  | { kind: 'new' }
  /** Known quarantined, but named by a tag object that nobody has judged: somebody decided to try again. */
  | { kind: 'second-try'; judged: DeployRecord }
  /** The very tag object that was rolled back: a clone that had not fetched pushed it again. */
  | { kind: 'stale-clone'; judged: DeployRecord }
  /** Judged bad and left, but GitHub refused to move its tag back: what is left to do is that move alone. */
  | { kind: 'unfinished-move'; judged: DeployRecord }
  | { kind: 'already-deployed'; record: DeployRecord }
  | { kind: 'own-move'; record: DeployRecord }
  | { kind: 'guarded-elsewhere'; record: DeployRecord }

/**
 * Compares a move with the ledger. `run` is this run, now in milliseconds since the epoch: a re-run (same id,
 * later attempt) takes up what its first attempt left open, and nobody waits for a run that must have been lost because
 * its record is open for more than `deadline` seconds.
 * `actorIsUs` alone does not make a move ours: a person may own the token that Tagback uses, and move the tag back by
 * hand while a guard is at work.
 */
export function recogniseMove(
  to: Release,
  standing: Standing,
  run: { id: number; now: number; deadline: number },
  actorIsUs: boolean,
): Recognition {
  const { latest, records } = standing
  // What was put back by hand or found there since leaves a move back in the past: the same object is news again.
  const last = records.find((record) => record.kind !== 'rollback' && !leftToAnother(record))
  if (last && actorIsUs && last.target?.object === to.object && movedBack(last)) {
    return { kind: 'own-move', record: last }
  }
  if (latest?.to.object === to.object) {
    if (
      latest.closed === null &&
      latest.run.id !== run.id &&
      run.now < Date.parse(latest.createdAt) + run.deadline * 1000
    )
      return { kind: 'guarded-elsewhere', record: latest }
    if (latest.closed?.decision === 'kept' || latest.closed?.decision === 'promoted') {
      return { kind: 'already-deployed', record: latest }
    }
  }
  const identical = leftAs(standing, to)
  if (identical) return { kind: leftFor(identical) ?? 'second-try', judged: identical }
  const judged = quarantineOf(standing, to)
  return judged ? { kind: 'second-try', judged } : { kind: 'new' }
}

/** The record with which this release was left as bad while the tag held this very object; `null` when it was not. */
const leftAs = (standing: Standing, to: Release): DeployRecord | null =>
  lastJudgedBad(standing, to) ??
  standing.quarantined.find(
    ({ release, record }) => sameRelease(release, to) && release.object === to.object && leftFor(record) !== null,
  )?.record ??
  null

/**
 * What a tag goes back to that a clone which had not fetched has moved: what it held before. Where that had been left as bad
 * itself, two runs would hand the tag to each other for ever: then it is what is live, if git bears the records out.
 *
 * @param from what the tag held before the push
 * @returns `null` when nothing is known that the tag could be moved to
 */
export function targetOfStaleClone(
  from: Release | null,
  standing: Standing,
  versionTags: readonly VersionTag[],
): Release | null {
  if (from && !leftAs(standing, from)) return from
  const { live } = standing
  if (!live || !isVouchedFor(live, null, versionTags)) return null
  const back = pointable(live, null, versionTags)
  return leftAs(standing, back) ? null : back
}

/** Whether this run moved the tag back, as far as its record tells: what came after the move may have failed. */
const movedBack = ({ closed }: DeployRecord): boolean =>
  closed?.decision === 'rolled-back' ||
  (closed?.decision === 'held' && ['redeploy-failed', 'rollback-not-served'].includes(closed.reason))

/** It was seen healthy, and left later: that does not quarantine the release, but a clone may still hold its tag object. */
function lastJudgedBad({ records }: Standing, to: Release): DeployRecord | null {
  const judged = records.find((record) => record.to.object === to.object && (provesGood(record) || provesBad(record)))
  return judged && provesBad(judged) && leftFor(judged) !== null ? judged : null
}

/** What it means that the very tag object of this record is there again, or still. */
const leftFor = ({ closed }: DeployRecord): 'stale-clone' | 'unfinished-move' | null => {
  if (closed?.decision === 'rolled-back') return 'stale-clone'
  return closed?.decision === 'held' && closed.reason === 'move-refused' ? 'unfinished-move' : null
}

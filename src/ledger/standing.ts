import { type Release, releaseKey, sameRelease } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'

/** What the ledger says of one component in one environment. */
export type Standing = {
  /** Newest first. */
  records: readonly DeployRecord[]
  /** The newest of a run that has not left its move to another. */
  latest: DeployRecord | null
  /** What was deployed last, as far as the records tell. */
  live: Release | null
  /** Passed a watch here and were not judged bad since, the latest first. */
  knownGood: Release[]
  /** Judged bad here and never seen healthy, whether or not it could be left. */
  quarantined: { release: Release; record: DeployRecord }[]
  /** Rollbacks that were practised, newest first. They are no deploys, and in none of the above. */
  drills: readonly DeployRecord[]
}

/** Folds the records of one component and environment, given newest first. */
export function foldStanding(all: readonly DeployRecord[]): Standing {
  const records = all.filter(({ kind }) => kind !== 'drill')
  const drills = all.filter(({ kind }) => kind === 'drill')
  const everGood = new Set(records.filter(provesGood).map(({ to }) => releaseKey(to)))
  const quarantined = records
    .filter((record) => provesBad(record) && !everGood.has(releaseKey(record.to)))
    .map((record) => ({ release: record.to, record }))
  return {
    records,
    latest: records.find((record) => !leftToAnother(record)) ?? null,
    live: liveOf(records),
    knownGood: goodByNow(records),
    quarantined,
    drills,
  }
}

/** Releases whose newest judgement is good. A later regression takes it back, though it does not quarantine. */
function goodByNow(records: readonly DeployRecord[]): Release[] {
  const judged = new Map<string, DeployRecord>()
  for (const record of records) {
    const key = releaseKey(record.to)
    if (!judged.has(key) && (provesGood(record) || provesBad(record))) judged.set(key, record)
  }
  return [...judged.values()].filter(provesGood).map(({ to }) => to)
}

/** Another run had the same move in hand a moment before: this record tells nothing of it. */
export const leftToAnother = ({ closed }: DeployRecord): boolean => closed?.reason === 'guarded-elsewhere'

export const isKnownGood = (standing: Standing, release: Release): boolean =>
  standing.knownGood.some((good) => sameRelease(good, release))

/** Its newest judgement here let it stay, whether or not it passed a watch. */
export const wasKept = ({ records }: Standing, release: Release): boolean => {
  const judged = records.find(
    ({ to, closed }) =>
      closed !== null && !['stood-down', 'refused', 'no-op'].includes(closed.decision) && sameRelease(to, release),
  )
  return judged?.closed?.decision === 'kept' || judged?.closed?.decision === 'promoted'
}

export const quarantineOf = (standing: Standing, release: Release): DeployRecord | null =>
  standing.quarantined.find((entry) => sameRelease(entry.release, release))?.record ?? null

export const provesGood = ({ closed }: DeployRecord): boolean =>
  (closed?.decision === 'kept' || closed?.decision === 'promoted') && closed.reason === 'healthy'

/**
 * When the rollback did not help, the release was not the cause. A stale clone judged nothing anew, and who rolls back
 * for want of a verdict, was cancelled, or goes back with another environment, has not judged at all.
 */
const ACQUITTED = ['not-the-deploy', 'stale-clone', 'inconclusive', 'unavailable', 'cancelled', 'ring-failed']
/** The verdict stands although the release could not be left, or was not to be. */
const STAYED_THOUGH_BAD = {
  held: [
    'no-target',
    'less-traffic',
    'move-refused',
    'redeploy-failed',
    'rollback-not-served',
    'deploy-failed',
    'deploy-timed-out',
    'not-served',
  ],
  reported: ['above-threshold', 'outage'],
}

export const provesBad = ({ closed, kind }: DeployRecord): boolean =>
  kind === 'guard' && closed !== null && isJudgedBad(closed)

/** Whether a guard that ends so has judged its release bad. */
export function isJudgedBad({ decision, reason }: { decision: string; reason: string }): boolean {
  if (decision === 'rolled-back') return !ACQUITTED.includes(reason)
  return (decision === 'held' || decision === 'reported') && STAYED_THOUGH_BAD[decision].includes(reason)
}

function liveOf(records: readonly DeployRecord[]): Release | null {
  for (const { closed, to, target } of records) {
    if (closed === null || closed.decision === 'stood-down') continue
    if (closed.decision === 'rolled-back') return target
    if (closed.decision !== 'refused' && closed.decision !== 'no-op') return to
  }
  return null
}

import { type Release, sameRelease } from '../tags/release.ts'
import type { Decision } from './decision.ts'
import type { DeployRecord } from './record.ts'
import { isKnownGood, quarantineOf, type Standing } from './standing.ts'

/** What the ledger of one component and environment knows of a release. */
export type ReleaseRecordSummary = {
  judgement: /** Passed its watch here, and was not judged bad since. */
    | 'known-good'
    /** Judged bad here, and never seen healthy. */
    | 'quarantined'
    /** Deployed by a run that is still at work, or was lost. */
    | 'in-hand'
    /** Was here, perhaps without a record, and was not judged; or was last judged bad after it had been seen healthy. */
    | 'not-judged'
    /** No record of it here. */
    | 'never-here'
  /** ISO 8601: when it last passed a watch here. */
  lastVerified: string | null
  /** The newest record of it. */
  latest: DeployRecord | null
}

/** Of what nobody knows the release of. */
export const UNKNOWN: ReleaseRecordSummary = { judgement: 'never-here', lastVerified: null, latest: null }

export const verdictOf = (record: DeployRecord | null): { decision: Decision; reason: string } | null =>
  record?.closed ? { decision: record.closed.decision, reason: record.closed.reason } : null

export function judgementOf(standing: Standing, release: Release): ReleaseRecordSummary {
  const records = standing.records.filter(({ to }) => sameRelease(to, release))
  const [latest = null] = records
  const passed = records.find(({ closed }) => closed?.reason === 'healthy')
  return { judgement: judge(standing, release, latest), lastVerified: passed?.closed?.at ?? null, latest }
}

function judge(standing: Standing, release: Release, latest: DeployRecord | null): ReleaseRecordSummary['judgement'] {
  if (quarantineOf(standing, release)) return 'quarantined'
  if (latest !== null && latest.closed === null) return 'in-hand'
  if (isKnownGood(standing, release)) return 'known-good'
  const wasHere = latest !== null || standing.records.some(({ from }) => from !== null && sameRelease(from, release))
  return wasHere ? 'not-judged' : 'never-here'
}

import { judgementOf, UNKNOWN, verdictOf } from '../../ledger/judgement-of.ts'
import type { PlaceState } from '../../ledger/place-state.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { type UnrecordedMove, unrecordedMove } from '../../ledger/unrecorded-move.ts'
import { type Release, sameRelease } from '../../tags/release.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { Tagger } from './history-ports.ts'

/** How the tag came to where it is now, when no record tells; `null` when one does. */
export function unrecordedNow({ wanted, tag, standing, component, environment }: ReadPlace): UnrecordedMove | null {
  const to = wanted?.kind === 'release' ? wanted.release : null
  if (tag && !to) return null
  const { latest } = standing
  if (latest) return unrecordedMove(latest, { release: to, at: null, run: null, kind: 'tag' })
  return to && { component: component.id, environment, from: null, to, after: null, before: null }
}

/** What the tag of a place means now, since when, by whom, and what the ledger knows of that release. */
export function stateNow(place: ReadPlace, tagger: Tagger | null): PlaceState {
  const { component, environment, wanted, standing, strangers } = place
  const release = wanted?.kind === 'release' ? wanted.release : null
  const unrecorded = unrecordedNow(place)
  const { judgement, lastVerified, latest } = release ? judgementOf(standing, release) : UNKNOWN
  const origin = release && !unrecorded ? originOf(standing.records, release) : null
  return {
    ...{ component, environment, release, judgement, lastVerified, verdict: verdictOf(latest) },
    basis: 'tag',
    since: origin?.since ?? (unrecorded?.to ? (tagger?.at ?? null) : null),
    by: origin?.record.actor ?? (unrecorded?.to ? (tagger?.login ?? tagger?.name ?? null) : null),
    run: origin?.record.run.url ?? null,
    unrecorded: unrecorded !== null,
    remarks: [
      ...(wanted === null ? ['there is no such tag any more'] : []),
      ...(wanted?.kind === 'unresolved' ? [wanted.explanation] : (wanted?.remarks ?? [])),
      ...(unrecorded ? [describeUnrecorded(unrecorded)] : []),
      ...(strangers.length > 0 ? [`records of ${strangers.join(', ')} do not count`] : []),
    ],
  }
}

const describeUnrecorded = ({ from, to, after }: UnrecordedMove): string =>
  after === null
    ? 'no record tells how the tag came here'
    : `the last record leaves the tag on ${from?.version ?? 'nothing'}: it was ${to ? 'moved' : 'deleted'} without a record after ${after}`

/** The record since which the release has been there without a break. */
function originOf(records: readonly DeployRecord[], release: Release): { record: DeployRecord; since: string } | null {
  const moved = records.filter(({ closed }) => closed?.decision !== 'refused' && closed?.decision !== 'no-op')
  const end = moved.findIndex(({ to }) => !sameRelease(to, release))
  const first = end === 0 ? undefined : moved[(end < 0 ? moved.length : end) - 1]
  if (first) return { record: first, since: first.createdAt }
  // The tag was moved back, but the record of that could not be written.
  const [left] = moved
  const back = left?.closed?.decision === 'rolled-back' && left.target && sameRelease(left.target, release)
  return back && left.closed ? { record: left, since: left.closed.at } : null
}

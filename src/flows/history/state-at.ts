import { judgementOf, UNKNOWN, verdictOf } from '../../ledger/judgement-of.ts'
import { liveAt } from '../../ledger/live-at.ts'
import type { PlaceState } from '../../ledger/place-state.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding } from '../../ledger/standing.ts'
import { type Later, laterOf, type UnrecordedMove, unrecordedMove } from '../../ledger/unrecorded-move.ts'
import type { Release } from '../../tags/release.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { Tagger } from './history-ports.ts'

/** The tag objects whose makers say what a place was on when the records leave a gap around the moment. */
export function witnessesOf(place: ReadPlace, records: readonly DeployRecord[], moment: number): Release[] {
  const gap = gapAround(place, records, moment)
  const live = liveAt(records, moment)
  return [gap?.to, live.kind === 'before-the-ledger' ? live.from : null].filter((release) => release != null)
}

/**
 * What a place was on at a moment (milliseconds since the epoch), and what was known of that release then.
 *
 * @param records newest first, back to one older than the moment, or all
 * @param taggers of the objects that `witnessesOf` names
 */
export function stateAt(
  place: ReadPlace,
  records: readonly DeployRecord[],
  moment: number,
  taggers: ReadonlyMap<string, Tagger>,
): PlaceState {
  const { component, environment } = place
  const until = records.filter(({ createdAt }) => Date.parse(createdAt) <= moment).map((record) => asOf(record, moment))
  const standing = foldStanding(until)
  const base = { component, environment, run: null, unrecorded: false }
  const claimed = (release: Release): Tagger | null => {
    const tagger = taggers.get(release.object)
    return tagger && tagger.tag === `${component.id}/${environment}` && Date.parse(tagger.at) <= moment ? tagger : null
  }
  const known = (release: Release | null) => {
    const { judgement, lastVerified, latest } = release ? judgementOf(standing, release) : UNKNOWN
    return { release, judgement, lastVerified, verdict: verdictOf(latest) }
  }
  const byTagger = (release: Release, tagger: Tagger, remark: string): PlaceState => ({
    ...{ ...base, ...known(release), basis: 'tagger', unrecorded: true },
    ...{ since: tagger.at, by: tagger.login ?? tagger.name, remarks: [remark] },
  })

  const gap = gapAround(place, records, moment)
  const tagger = gap?.to && claimed(gap.to)
  if (gap?.to && tagger) return byTagger(gap.to, tagger, 'no record of this move: its tag object says when it was made')

  const madeLater = gap?.to && taggers.get(gap.to.object)?.tag === `${component.id}/${environment}`
  const live = liveAt(records, moment)
  if (live.kind === 'live') {
    const { release, record, phase, doubt } = live
    return {
      ...{ ...base, ...known(release), basis: 'record' },
      ...{ since: record.createdAt, by: record.actor, run: record.run.url },
      remarks: [
        ...(phase === 'in-hand' ? [`was being deployed or watched, since ${record.createdAt}`] : []),
        ...(doubt ? [doubt] : []),
        ...(gap && !madeLater ? [describeGap(gap)] : []),
      ],
    }
  }
  const before = live.kind === 'before-the-ledger' ? live.from : null
  const maker = before && claimed(before)
  if (before && maker) return byTagger(before, maker, 'from before the records: its tag object says when it was made')
  const remark =
    live.kind === 'before-the-ledger'
      ? `the records begin on ${live.begins}${before ? `, coming from ${before.version}` : ''}`
      : 'there are no records'
  return {
    ...{ ...base, ...known(before), basis: before ? 'before-the-ledger' : 'unknown' },
    ...{ since: null, by: null, remarks: [remark] },
  }
}

const describeGap = ({ to, after, before }: UnrecordedMove): string =>
  `the tag was ${to ? `moved to ${to.version}` : 'deleted'} without a record, after ${after}${before ? ` and before ${before}` : ''}`

/** A move without a record that may have been before the moment, or after it. */
function gapAround(place: ReadPlace, records: readonly DeployRecord[], moment: number): UnrecordedMove | null {
  const index = records.findIndex(({ createdAt }) => Date.parse(createdAt) <= moment)
  const older = records[index]
  if (!older) return null
  const newer = records[index - 1]
  const release = place.wanted?.kind === 'release' ? place.wanted.release : null
  if (!newer && place.tag && !release) return null
  const later: Later = newer ? laterOf(newer) : { release, at: null, run: null, kind: 'tag' }
  return unrecordedMove(older, later)
}

/** What a record said at a moment: it was open until its closing status. */
const asOf = (record: DeployRecord, moment: number): DeployRecord =>
  record.closed && Date.parse(record.closed.at) > moment ? { ...record, closed: null } : record

import type { DeployRecord } from '../../ledger/record.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { Pair } from '../scope/scope-ports.ts'
import type { HistoryReader } from './history-ports.ts'
import { keyOfPlace, readOn } from './read-on.ts'

export type RecordsBackTo =
  | { kind: 'records'; of(pair: Pair): readonly DeployRecord[] }
  | { kind: 'over-budget'; sentence: string }

/**
 * The records of each place back to one that is older than a moment (milliseconds since the epoch), or to the first. The
 * newest of each are known already; only for the others the history is read on, all together, newest first.
 *
 * @throws when GitHub cannot be asked
 */
export async function readRecordsBackTo(
  reader: Pick<HistoryReader, 'readHistory'>,
  places: readonly ReadPlace[],
  moment: number,
  maxRequests: number,
): Promise<RecordsBackTo> {
  const found = new Map<string, DeployRecord[]>()
  const covered = (place: ReadPlace): boolean => isCovered(found.get(keyOfPlace(place)) ?? [], moment)
  for (const place of places)
    found.set(keyOfPlace(place), isCovered(place.standing.records, moment) ? [...place.standing.records] : [])
  const missing = places.filter((place) => !covered(place))
  const parts = await readOn(reader, missing, maxRequests, {
    take: (record, key) => keep(record, found.get(key), moment),
    enough: (some) => some.every(covered),
  })
  return parts.some(({ end }) => end === 'requests')
    ? { kind: 'over-budget', sentence: overBudget(maxRequests, moment) }
    : { kind: 'records', of: (pair) => found.get(keyOfPlace(pair)) ?? [] }
}

/** Of what came after the moment only the first record matters, however many there are. */
function keep(record: DeployRecord, records: DeployRecord[] | undefined, moment: number): void {
  if (records?.[0] && Date.parse(records[0].createdAt) > moment && records.length === 1) records.pop()
  // A rollback that was practised says nothing of what is live.
  if (record.kind !== 'drill') records?.push(record)
}

const isCovered = (records: readonly DeployRecord[], moment: number): boolean =>
  records.some(({ createdAt }) => Date.parse(createdAt) <= moment)

const overBudget = (maxRequests: number, moment: number): string =>
  `${maxRequests === 1 ? '1 request was' : `${maxRequests} requests were`} not enough to read back to ${new Date(moment).toISOString()}`

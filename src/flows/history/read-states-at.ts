import type { PlaceState } from '../../ledger/place-state.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { HistoryReader } from './history-ports.ts'
import { readRecordsBackTo } from './read-records-back-to.ts'
import { stateAt, witnessesOf } from './state-at.ts'

export type StatesAt =
  /** In the order of the places. `begins`: ISO 8601, the oldest record that was read; `null` without any. */
  { kind: 'states'; states: PlaceState[]; begins: string | null } | { kind: 'over-budget'; sentence: string }

/**
 * What places were on at a moment (milliseconds since the epoch): the one answer to that question, for those who want to see it and
 * for those who go back to it.
 *
 * @throws when GitHub cannot be asked
 */
export async function readStatesAt(
  reader: Pick<HistoryReader, 'readHistory' | 'readTaggers'>,
  places: readonly ReadPlace[],
  moment: number,
  maxRequests: number,
): Promise<StatesAt> {
  const records = await readRecordsBackTo(reader, places, moment, maxRequests)
  if (records.kind === 'over-budget') return records
  const witnesses = places.flatMap((place) => witnessesOf(place, records.of(place), moment))
  const taggers = witnesses.length > 0 ? await reader.readTaggers(witnesses.map(({ object }) => object)) : new Map()
  const begins = places.flatMap((place) => records.of(place).at(-1)?.createdAt ?? []).toSorted()[0] ?? null
  return { kind: 'states', states: places.map((place) => stateAt(place, records.of(place), moment, taggers)), begins }
}

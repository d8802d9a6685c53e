import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding, type Standing } from '../../ledger/standing.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { HistoryReader } from './history-ports.ts'
import { keyOfPlace, readOn } from './read-on.ts'

export type FullStanding = {
  standing: Standing
  /** ISO 8601: records from before then were not read; `null` when all were. */
  begins: string | null
}

/** So many records of a ledger are read with the state. With fewer, and no others between them, there are no more. */
const READ_AT_FIRST = 20

/**
 * What all records of these places say, not only the newest: a version that was here long ago was here. Reads on only where
 * there may be more, newest first, by so many requests at most.
 *
 * @returns in the order of the places
 * @throws when GitHub cannot be asked
 */
export async function readFullStandings(
  reader: Pick<HistoryReader, 'readHistory'>,
  places: readonly ReadPlace[],
  maxRequests: number,
): Promise<FullStanding[]> {
  const records = new Map<string, DeployRecord[]>()
  const begins = new Map<string, string | null>()
  const longer = places.filter(mayHaveMore)
  for (const place of longer) records.set(keyOfPlace(place), [])
  const parts = await readOn(reader, longer, maxRequests, {
    take: (record, key) => records.get(key)?.push(record),
    enough: () => false,
  })
  for (const part of parts)
    for (const place of part.places) begins.set(keyOfPlace(place), part.end === 'whole' ? null : part.oldest)
  return places.map((place) => {
    const key = keyOfPlace(place)
    const read = records.get(key) ?? []
    const { records: newest, drills } = place.standing
    // Out of requests before it had read as far as is known already.
    const short = read.length < newest.length + drills.length
    const known = mayHaveMore(place) ? (newest.at(-1)?.createdAt ?? null) : null
    return short
      ? { standing: place.standing, begins: known }
      : { standing: foldStanding(read), begins: begins.get(key) ?? null }
  })
}

const mayHaveMore = ({ standing: { records, drills }, strangers }: ReadPlace): boolean =>
  records.length + drills.length >= READ_AT_FIRST || strangers.length > 0

import { recordEnvironment } from '../../ledger/environment-name.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import type { Pair } from '../scope/scope-ports.ts'
import type { HistoryPage, HistoryReader } from './history-ports.ts'

/** How the history of some places was read on: back to its beginning, as far as was enough, or until there were no requests left. */
export type PartRead<Place extends Pair> = {
  places: Place[]
  end: 'whole' | 'enough' | 'requests'
  /** ISO 8601: the oldest Deployment that was read; `null` without any. */
  oldest: string | null
}

/** Names of environments in one request. */
const AT_ONCE = 100

/** By which records and places are brought together. */
export const keyOfPlace = ({ component, environment }: Pair): string => `${component.id} ${environment}`

/**
 * Reads the records of many places, newest first, a hundred places at once, by so many requests at most.
 *
 * @param take is given each record, with the key of its place
 * @param enough whether these places need no further record
 * @throws when GitHub cannot be asked
 */
export async function readOn<Place extends Pair>(
  reader: Pick<HistoryReader, 'readHistory'>,
  places: readonly Place[],
  maxRequests: number,
  { take, enough }: { take(record: DeployRecord, key: string): void; enough(places: readonly Place[]): boolean },
): Promise<PartRead<Place>[]> {
  const parts: PartRead<Place>[] = []
  let requests = 0
  for (let index = 0; index < places.length; index += AT_ONCE) {
    const part: PartRead<Place> = { places: places.slice(index, index + AT_ONCE), end: 'requests', oldest: null }
    const names = part.places.map(({ component, environment }) => recordEnvironment(component, environment))
    let after: string | null = null
    while (requests < maxRequests) {
      const page: HistoryPage = await reader.readHistory(names, after)
      requests += 1
      for (const record of page.records) take(record, `${record.component} ${record.environment}`)
      part.oldest = page.oldest ?? part.oldest
      if (enough(part.places)) part.end = 'enough'
      else if (page.next === null) part.end = 'whole'
      if (part.end !== 'requests') break
      after = page.next
    }
    parts.push(part)
  }
  return parts
}

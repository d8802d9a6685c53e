import { recordEnvironment } from '../../ledger/environment-name.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { Pair } from '../scope/scope-ports.ts'
import type { HistoryReader } from './history-ports.ts'

export type RecordsBackTo =
  | { kind: 'records'; of(pair: Pair): readonly DeployRecord[] }
  | { kind: 'over-budget'; sentence: string }

/** Names of environments in one request. */
const AT_ONCE = 100

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
  const missing = places.filter((place) => {
    const { records } = place.standing
    if (isCovered(records, moment)) found.set(keyOf(place), [...records])
    return !found.has(keyOf(place))
  })
  let requests = 0
  for (let index = 0; index < missing.length; index += AT_ONCE) {
    const waiting = new Map(missing.slice(index, index + AT_ONCE).map((place) => [keyOf(place), place]))
    const environments = [...waiting.values()].map((place) => recordEnvironment(place.component, place.environment))
    for (const key of waiting.keys()) found.set(key, [])
    let after: string | null = null
    while (waiting.size > 0) {
      if (requests === maxRequests) return { kind: 'over-budget', sentence: overBudget(maxRequests, moment) }
      const page = await reader.readHistory(environments, after)
      requests += 1
      for (const record of page.records) keep(record, found.get(`${record.component} ${record.environment}`), moment)
      for (const key of waiting.keys()) if (isCovered(found.get(key) ?? [], moment)) waiting.delete(key)
      if (page.next === null) break
      after = page.next
    }
  }
  return { kind: 'records', of: (pair) => found.get(keyOf(pair)) ?? [] }
}

/** Of what came after the moment only the first record matters, however many there are. */
function keep(record: DeployRecord, records: DeployRecord[] | undefined, moment: number): void {
  if (records?.[0] && Date.parse(records[0].createdAt) > moment && records.length === 1) records.pop()
  // A rollback that was practised says nothing of what is live.
  if (record.kind !== 'drill') records?.push(record)
}

const isCovered = (records: readonly DeployRecord[], moment: number): boolean =>
  records.some(({ createdAt }) => Date.parse(createdAt) <= moment)

const keyOf = ({ component, environment }: Pair): string => `${component.id} ${environment}`

const overBudget = (maxRequests: number, moment: number): string =>
  `${maxRequests} requests were not enough to read back to ${new Date(moment).toISOString()}`

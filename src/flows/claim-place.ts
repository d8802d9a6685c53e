import type { DeployRecord } from '../ledger/record.ts'
import type { RunIdentity } from './guard-ports.ts'
import type { Repository } from './ports.ts'
import type { Pair, ScopeReader } from './scope-ports.ts'

/**
 * The repository for one repair, whose first record is also a claim: two runs can have found the same drift in the same
 * moment. After a record was opened the ledger is read again; of several open ones the oldest counts, and whoever has
 * a later one closes it and is refused, before anything is deployed.
 */
export function claimingRepository(
  repository: Repository,
  reader: Pick<ScopeReader, 'readLedgers'>,
  pair: Pair,
  run: RunIdentity,
): { repository: Repository; lostTo(): DeployRecord | null } {
  let winner: DeployRecord | null = null
  const openRecord: Repository['openRecord'] = async (component, payload) => {
    const id = await repository.openRecord(component, payload)
    if (payload.kind !== 'guard') return id
    const { records } = (await reader.readLedgers([pair])).of(pair)
    const first = records.filter((record) => record.closed === null && isMove(record, payload.to.object)).sort(byAge)[0]
    if (!first || first.run.id === run.id) return id
    winner = first
    const sentence = `${first.run.url} had it in hand a moment before`
    await repository.closeRecord(id, { decision: 'stood-down', reason: 'guarded-elsewhere', sentence })
    throw new Error(sentence)
  }
  return { repository: { ...repository, openRecord }, lostTo: () => winner }
}

const isMove = ({ kind, to }: DeployRecord, object: string): boolean => kind === 'guard' && to.object === object

const byAge = (a: DeployRecord, b: DeployRecord): number =>
  Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.run.id - b.run.id || a.run.attempt - b.run.attempt

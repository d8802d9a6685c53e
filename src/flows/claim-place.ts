import type { DeployRecord } from '../ledger/record.ts'
import { messageOf } from '../message-of.ts'
import type { GuardContext } from './guard-ports.ts'
import type { Repository } from './ports.ts'
import type { FollowedMove } from './read-move.ts'
import type { ScopeReader } from './scope-ports.ts'

/** Milliseconds. Times of records are whole seconds: after this, none can come that is as old as ours. */
const SETTLED = 1_500

/**
 * The repository for one repair, whose record is also a claim: two runs can have found the same drift in the same moment.
 * After the record was opened the ledger is read again; of those that were opened since the decision the oldest counts.
 * Whoever has a later one closes it and is refused, before anything is deployed.
 */
export function claimingRepository(
  { ports, run }: Pick<GuardContext, 'ports' | 'run'>,
  { move, standing }: Pick<FollowedMove, 'move' | 'standing'>,
  reader: Pick<ScopeReader, 'readLedgers'>,
): { repository: Repository; lostTo(): DeployRecord | null } {
  const { repository, clock } = ports
  const known = new Set(standing.records.map(({ node }) => node))
  let winner: DeployRecord | null = null
  const openRecord: Repository['openRecord'] = async (component, payload) => {
    const id = await repository.openRecord(component, payload)
    if (payload.kind !== 'guard') return id
    const giveUp = async (sentence: string): Promise<never> => {
      await repository.closeRecord(id, { decision: 'stood-down', reason: 'guarded-elsewhere', sentence })
      throw new Error(sentence)
    }
    await clock.sleep(SETTLED)
    const ledgers = await reader
      .readLedgers([move])
      .catch((error: unknown) => giveUp(`Whether another run has it in hand is not known: ${messageOf(error)}`))
    const rivals = ledgers
      .of(move)
      .records.filter(({ node, to }) => !known.has(node) && to.object === payload.to.object)
    const [first] = rivals.sort(byAge)
    if (!first || first.run.id === run.id) return id
    winner = first
    return giveUp(`${first.run.url} had it in hand a moment before`)
  }
  return { repository: { ...repository, openRecord }, lostTo: () => winner }
}

const byAge = (a: DeployRecord, b: DeployRecord): number =>
  Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.run.id - b.run.id || a.run.attempt - b.run.attempt

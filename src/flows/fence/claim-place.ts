import type { DeployRecord } from '../../ledger/record.ts'
import type { Diary } from '../diary.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext, GuardPorts } from '../guard-ports.ts'
import type { OpenedRecord } from '../ports.ts'
import { readOlder } from './read-older.ts'

export type Claim =
  /** `ahead`: records that were opened before this run's, newest first. Their runs go first. */
  | { kind: 'claimed'; ahead: DeployRecord[] }
  /** Another run follows the very same move, and its record is the older one. */
  | { kind: 'lost'; winner: OpenedRecord }

type ClaimContext = { ports: Pick<GuardPorts, 'repository' | 'clock' | 'cancelled'>; run: GuardContext['run'] }

/**
 * A record is also a claim. GitHub has no lock, and two runs can have read the same ledger in the same moment: those beside
 * the group of guards, or two that found the same drift. After its record is opened each reads which others are older; of
 * those that follow the same tag object since, the oldest goes on.
 *
 * @param record number of the own record
 */
export async function claimPlace(
  { ports, run }: ClaimContext,
  { move, standing }: Pick<FollowedMove, 'move' | 'standing'>,
  record: number,
  diary: Diary,
): Promise<Claim> {
  const older = (await readOlder(ports, move, record, diary)) ?? []
  const known = new Set(standing.records.map(({ node }) => node))
  // A ledger is read back to some record; what is older than that is not known either, and is no news.
  const begins = Date.parse(standing.records.at(-1)?.createdAt ?? '') || 0
  const since = older.filter(
    (other) => !known.has(other.node) && other.run.id !== run.id && Date.parse(other.createdAt) >= begins,
  )
  // What was only found there is not deployed by whoever found it.
  const winner = since.findLast(({ to, kind }) => to.object === move.to.object && kind !== 'adoption')
  if (winner) return { kind: 'lost', winner }
  return { kind: 'claimed', ahead: [...since.map((other) => ({ ...other, closed: null })), ...standing.records] }
}

import type { Target } from '../../ledger/choose-target.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import { readOlder } from '../fence/read-older.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { Finish } from './choose-finish.ts'
import { deadlineOf } from './deadline-of.ts'

type FinishClaim =
  /** `record`: number of the record of the rollback; null when there is none. */
  | { kind: 'claimed'; record: number | null }
  /** Another run was quicker. */
  | { kind: 'lost'; end: GuardEnd }

/**
 * Two runs can find the same lost run in the same moment: a reconcile beside another, or beside a re-run. Whoever goes on with its
 * rollback opens a record of that first, and leaves it to whoever has an older one.
 *
 * @param lost the record of the run that is finished
 */
export async function claimFinish(
  { act }: Finish,
  context: GuardContext,
  { move, target, lost }: { move: Move; target: Target | null; lost: Pick<DeployRecord, 'node' | 'run'> },
  diary: Diary,
): Promise<FinishClaim> {
  const { ports, run, settings } = context
  const { repository, clock } = ports
  const deploys = (act === 'move-back' || act === 'deploy-back') && settings.canary?.onFailure !== 'remove'
  const record = deploys && target ? await openRecord(context, move, target, diary) : null
  if (record === null) return { kind: 'claimed', record }
  const older = (await readOlder(ports, move, record, diary)) ?? []
  // The same object may have been left before, and pushed again: what was over before the lost run began is no claim on it.
  const begun = older.findIndex(({ node }) => node === lost.node)
  const winner = older
    .slice(0, begun === -1 ? older.length : begun)
    .findLast(
      (other) =>
        other.kind === 'rollback' &&
        other.from?.object === move.to.object &&
        ![run.id, lost.run.id].includes(other.run.id) &&
        clock.now() < Date.parse(other.createdAt) + deadlineOf(settings) * 1000,
    )
  if (!winner) return { kind: 'claimed', record }
  const sentence = `${winner.run.url} goes on with the rollback of ${move.to.version}, which it had in hand a moment before`
  const end = { decision: 'stood-down', reason: 'guarded-elsewhere', sentence } as const
  await repository.closeRecord(record, end)
  return { kind: 'lost', end }
}

/** Service does not wait for bookkeeping: without a record, two runs may do the same. */
async function openRecord(
  { ports, run }: GuardContext,
  { component, environment, to, actor }: Move,
  target: Target,
  diary: Diary,
): Promise<number | null> {
  try {
    return await ports.repository.openRecord(component, {
      ...{ kind: 'rollback', component: component.id, environment, to: target.release, from: to },
      ...{ target: null, actor, run },
    })
  } catch (error) {
    diary.warn(`The rollback could not be recorded: ${messageOf(error)}`)
    return null
  }
}

import type { DeployRecord } from '../../ledger/record.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { Diary } from '../diary.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { RepositoryState } from '../ports.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import { finishRecord } from './finish-record.ts'
import { type OpenRun, openRunOf } from './open-run.ts'

export type FinishedLost =
  | { kind: 'ended'; end: GuardEnd }
  /** Nothing was deployed or moved: the record alone is closed. `sentence` without a final full stop. */
  | { kind: 'closed'; sentence: string }
  /** Another run has closed it meanwhile. */
  | { kind: 'changed'; sentence: string }

/**
 * Finishes for a run that was lost, from its records and the tag as they are now. Only a guard has something to be
 * finished: any other record is closed, so that the place is compared by what was recorded before.
 *
 * @throws when GitHub cannot be asked, or does not take the end of a record
 */
export async function finishLost(
  context: GuardContext,
  { component, environment, ref }: ReadPlace,
  lost: DeployRecord,
  diary: Diary,
): Promise<FinishedLost> {
  const named = (lost.kind === 'rollback' ? lost.to : lost.target)?.object ?? ABSENT
  const state = await context.ports.repository.readState({ component, environment, ref, before: named })
  if (!state.records.some(({ node, closed }) => node === lost.node && closed === null)) {
    return { kind: 'changed', sentence: 'Meanwhile another run has closed it' }
  }
  const open = lostRunOf(state.records, lost)
  if (!open) return closeAlone(context, state, { component, lost })
  const evidence = { ...state, held: null, named: state.before }
  return {
    kind: 'ended',
    end: await finishRecord(context, { open, component, ref, state: evidence, left: null }, diary),
  }
}

/** A re-run, or a reconcile, can have been lost in the middle of finishing for another: the rollback is its own then, alone. */
function lostRunOf(records: readonly DeployRecord[], lost: DeployRecord): OpenRun | null {
  const own = records.filter(({ run }) => run.id === lost.run.id && run.attempt === lost.run.attempt)
  const open = openRunOf(own, lost.run.id)
  if (open || lost.kind !== 'rollback') return open
  const guard = records.find(
    ({ kind, closed, to }) => kind === 'guard' && closed === null && to.object === lost.from?.object,
  )
  return guard ? { guard, rollbacks: [lost] } : null
}

async function closeAlone(
  { ports }: GuardContext,
  { tag }: RepositoryState,
  { component, lost }: Pick<ReadPlace, 'component'> & { lost: DeployRecord },
): Promise<FinishedLost> {
  const found = lost.kind === 'adoption' && tag?.id === lost.to.object
  const sentence = found ? `${lost.to.version} was found there` : 'It is closed, and compared anew by the next run'
  await ports.repository.closeRecord(await ports.repository.recordIdOf(component, lost), {
    ...(found ? { decision: 'kept', reason: 'adopted' } : { decision: 'stood-down', reason: 'taken-up' }),
    sentence,
  })
  return { kind: 'closed', sentence }
}

import { messageOf } from '../../message-of.ts'
import type { Closing } from '../ports.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'

/**
 * Records that the release before is deployed again, so that GitHub's page and the ledger tell what is live. Bookkeeping
 * must not hold up an emergency: it runs beside the redeploy, and a failure is a warning.
 */
export async function openRollbackRecord(options: RollbackOptions): Promise<readonly number[]> {
  const { move, target, run, ports, diary, opened } = options
  if (opened && opened.length > 0) return opened
  try {
    const record = await ports.repository.openRecord(move.component, {
      ...{ kind: 'rollback', component: move.component.id, environment: move.environment },
      ...{ to: target.release, from: move.to, target: null, actor: move.actor, run },
    })
    return [record]
  } catch (error) {
    diary.warn(`The rollback could not be recorded: ${messageOf(error)}`)
    return []
  }
}

export async function closeRollbackRecord(
  { ports, diary, target, move, cause }: RollbackOptions,
  records: readonly number[],
  end: RollbackEnd,
): Promise<void> {
  if (end.reason === 'unfinished') return
  const served = end.decision === 'rolled-back' || end.reason === 'move-refused'
  const proven = end.recovery?.assessment.verdict === 'healthy'
  const closing: Closing = {
    ...(end.decision === 'stood-down'
      ? { decision: 'stood-down', reason: end.reason }
      : served
        ? { decision: 'kept', reason: proven ? 'healthy' : 'unproven' }
        : { decision: 'held', reason: end.reason }),
    sentence: served
      ? `${target.release.version} is back${proven ? ' and healthy' : ''}, after ${move.to.version} (${cause.reason})`
      : `${target.release.version} is not known to be back, after ${move.to.version} (${cause.reason})`,
  }
  for (const record of records) {
    try {
      await ports.repository.closeRecord(record, closing)
    } catch (error) {
      diary.warn(`The record of the rollback could not be closed: ${messageOf(error)}`)
    }
  }
}

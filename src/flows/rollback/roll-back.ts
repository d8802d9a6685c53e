import { standDownFromRollback } from '../fence/stand-down.ts'
import { deployBack } from './deploy-back.ts'
import { movedAfterAll, moveTagBack } from './move-tag-back.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'
import { closeRollbackRecord } from './rollback-record.ts'

/** Milliseconds that the redeploy waits for GitHub's answer to the move. Service comes first. */
const MOVE_BUDGET = 5_000

/**
 * Moves the tag back, deploys what it then says, and proves that it is served and that it helped. The tag comes first:
 * a crash right after it leaves the right desired state. A refused move does not keep service from being restored; a
 * conflicting one means that somebody else has decided.
 */
export async function rollBack(options: RollbackOptions): Promise<RollbackEnd> {
  const { target, cause, ports } = options
  ports.tell({ kind: 'phase', title: `Roll back to ${target.release.version} (${cause.reason})` })
  ports.save({ phase: 'moving-back', cause })
  const moving = moveTagBack(options)
  const answered = new AbortController()
  const overBudget = ports.clock.sleep(MOVE_BUDGET, answered.signal).then(() => null)
  const early = await Promise.race([moving, overBudget])
  answered.abort()
  if (early?.kind === 'conflict' && !(await movedAfterAll(options))) {
    const end = await standDownFromRollback(options, { kind: 'at', object: early.found }, null)
    await closeRollbackRecord(options, options.opened ?? [], end)
    return end
  }
  return deployBack(options, { moving, known: early?.kind === 'moved' })
}

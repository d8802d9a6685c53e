import { messageOf } from '../../message-of.ts'
import { standDownFromRollback } from '../fence/stand-down.ts'
import type { DeployResult, MoveResult } from '../ports.ts'
import { deployPrepared } from '../restore/deploy-prepared.ts'
import { moveBackCommand } from './move-back-command.ts'
import { settleMove } from './move-tag-back.ts'
import { proveRollback } from './prove-rollback.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'
import { closeRollbackRecord, openRollbackRecord } from './rollback-record.ts'
import { unfinishedRollback } from './unfinished-rollback.ts'

type TagMove = {
  /** Its answer may be on its way still. */
  moving: Promise<MoveResult>
  /** It has been answered, and the tag was moved. */
  known: boolean
  /** The target was deployed again by an earlier step. */
  deployed?: boolean
}

/**
 * The part of a rollback after the move of the tag: deploys what it says, and proves that it is served and that it
 * helped. A cancelled run begins nothing of that: its records stay open for whoever finishes them.
 */
export async function deployBack(options: RollbackOptions, { moving, known, deployed }: TagMove): Promise<RollbackEnd> {
  const { ports, move, target, diary } = options
  ports.save({ phase: deployed ? 'verifying' : 'redeploying' })
  if (ports.cancelled.aborted) return unfinishedRollback(options, known)
  const opening = openRollbackRecord(options)
  const result = deployed ? { kind: 'deployed' as const } : await redeploy(options)
  if (ports.cancelled.aborted) return unfinishedRollback(options, known)
  const moved = await settleMove(options, await moving)
  const end =
    moved.kind === 'conflict'
      ? await standDownFromRollback(options, { kind: 'at', object: moved.found }, result)
      : await proveRollback(options, result, moved).catch((error) => unforeseen(options, moved, error))
  if (end.tag === 'not-moved-back')
    diary.nextSteps.push(moveBackCommand(move.ref, move.to.object, target.release.object))
  await closeRollbackRecord(options, await opening, end)
  return end
}

/** An error of ours must hide neither where the tag is nor why it was moved, nor leave the record open. */
const unforeseen = ({ cause }: RollbackOptions, moved: MoveResult, error: unknown): RollbackEnd => ({
  ...{ decision: 'held', reason: 'internal-error', recovery: null, recentMoves: [] },
  tag: moved.kind === 'moved' ? 'moved-back' : 'not-moved-back',
  sentence: `Tagback failed in the middle of a rollback (${messageOf(error)}): look at what is served. ${cause.sentence}`,
})

/** A second try costs seconds; giving up costs service. */
async function redeploy({ move, target, ports, diary }: RollbackOptions): Promise<DeployResult> {
  const order = {
    ...{ release: target.release, previous: move.to, environment: move.environment },
    reason: 'rollback' as const,
  }
  const first = await deployPrepared(ports, order)
  const retried = first.kind !== 'deployed' && !ports.cancelled.aborted
  if (retried) diary.warn(`Deploying ${target.release.version} again failed once: ${first.detail}`)
  const result = retried ? await deployPrepared(ports, order) : first
  if (result.kind === 'deployed') {
    diary.note('redeployed')
    ports.save({ phase: 'verifying' })
  }
  return result
}

import { messageOf } from '../message-of.ts'
import { awaitServed } from './await-served.ts'
import { moveBackCommand } from './move-back-command.ts'
import type { DeployResult, MoveResult } from './ports.ts'
import { proveRecovery } from './prove-recovery.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'
import { closeRollbackRecord, openRollbackRecord } from './rollback-record.ts'

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
  const moving = moveTagBack(options)
  const answered = new AbortController()
  const overBudget = ports.clock.sleep(MOVE_BUDGET, answered.signal).then(() => null)
  const early = await Promise.race([moving, overBudget])
  answered.abort()
  if (early?.kind === 'conflict') return standDown(options, early)

  const opening = openRollbackRecord(options)
  const deployed = await redeploy(options)
  const answer = early ?? (await moving)
  const moved = answer.kind === 'unreachable' ? await moveTagBack(options) : answer
  const end =
    moved.kind === 'conflict'
      ? standDown(options, moved)
      : await judgeRollback(options, deployed, moved).catch((error) => unforeseen(options, moved, error))
  await closeRollbackRecord(options, await opening, end)
  return end
}

/** An error of ours must hide neither where the tag is nor why it was moved, nor leave the record open. */
const unforeseen = ({ cause }: RollbackOptions, moved: MoveResult, error: unknown): RollbackEnd => ({
  ...{ decision: 'held', reason: 'internal-error', recovery: null, recentMoves: [] },
  tag: moved.kind === 'moved' ? 'moved-back' : 'not-moved-back',
  sentence: `Tagback failed in the middle of a rollback (${messageOf(error)}): look at what is served. ${cause.sentence}`,
})

async function moveTagBack({ move, target, repositoryId, ports, diary }: RollbackOptions): Promise<MoveResult> {
  const { ref, to } = move
  const result = await ports.repository.moveRefs(repositoryId, [
    { ref, expected: to.object, to: target.release.object },
  ])
  if (result.kind === 'moved') {
    diary.note('tag-moved-back')
    ports.tell({ kind: 'detail', text: `Tag moved back to ${target.release.version}` })
  } else if (result.kind !== 'conflict') {
    diary.warn(`The tag could not be moved back (${result.kind}): ${result.detail}`)
  }
  return result
}

/** A second try costs seconds; giving up costs service. */
async function redeploy({ move, target, ports, diary }: RollbackOptions): Promise<DeployResult> {
  const order = {
    ...{ release: target.release, previous: move.to, environment: move.environment },
    reason: 'rollback' as const,
  }
  const first = await ports.deployer.deploy(order)
  if (first.kind !== 'deployed') diary.warn(`Deploying ${target.release.version} again failed once: ${first.detail}`)
  const result = first.kind === 'deployed' ? first : await ports.deployer.deploy(order)
  if (result.kind === 'deployed') diary.note('redeployed')
  return result
}

async function judgeRollback(
  options: RollbackOptions,
  deployed: DeployResult,
  moved: Exclude<MoveResult, { kind: 'conflict' }>,
): Promise<RollbackEnd> {
  const { move, target, cause, settings, ports, diary } = options
  const tag = moved.kind === 'moved' ? ('moved-back' as const) : ('not-moved-back' as const)
  const held = { decision: 'held' as const, tag, recovery: null, recentMoves: [] }
  const { version } = target.release
  if (tag === 'not-moved-back') {
    diary.nextSteps.push(moveBackCommand(move.ref, move.to.object, target.release.object))
  }
  if (deployed.kind !== 'deployed') {
    const sentence = `${cause.sentence}; deploying ${version} again failed as well: ${deployed.detail}`
    return { ...held, reason: 'redeploy-failed', sentence }
  }
  if (ports.askServed) {
    const limits = { timeout: settings.deploy.timeout, interval: settings.watch?.interval ?? 5 }
    const answer = await awaitServed(ports.askServed, target.release, move.environment, limits, ports.clock)
    if (answer.kind !== 'served') {
      const found =
        answer.kind === 'differs' ? `${answer.found} is served` : `what is served is unknown: ${answer.detail}`
      return {
        ...held,
        reason: 'rollback-not-served',
        sentence: `${cause.sentence}; ${version} was deployed again, but ${found}`,
      }
    }
    diary.note('verified')
  }
  return proveRecovery(options, tag)
}

function standDown({ cause, diary }: RollbackOptions, conflict: MoveResult & { kind: 'conflict' }): RollbackEnd {
  const redeployed = diary.timeline.some(({ event }) => event === 'redeployed')
  return {
    ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another', recovery: null, recentMoves: [] },
    sentence:
      `${cause.sentence}, but the tag was moved to ${conflict.found.slice(0, 7)} meanwhile: the later move counts` +
      (redeployed ? '. The release before was deployed before this was known' : ''),
  }
}

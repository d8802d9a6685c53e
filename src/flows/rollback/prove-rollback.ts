import { lookAtTag } from '../fence/look-at-tag.ts'
import { standDownFromRollback } from '../fence/stand-down.ts'
import { awaitServed } from '../guard/await-served.ts'
import type { DeployResult, MoveResult, TagLook } from '../ports.ts'
import { returnTraffic } from '../traffic/withdraw-traffic.ts'
import { proveRecovery } from './prove-recovery.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'
import { unfinishedRollback } from './unfinished-rollback.ts'

/** What came of the redeploy: is it still what the tag says, is it served, and did it help? */
export async function proveRollback(
  options: RollbackOptions,
  deployed: DeployResult,
  moved: Exclude<MoveResult, { kind: 'conflict' }>,
): Promise<RollbackEnd> {
  const { move, target, cause, settings, ports, diary } = options
  const tag = moved.kind === 'moved' ? ('moved-back' as const) : ('not-moved-back' as const)
  const held = { decision: 'held' as const, tag, recovery: null, recentMoves: [] }
  const { version } = target.release
  const elsewhere = await lookElsewhere(options, tag === 'moved-back')
  if (elsewhere) return standDownFromRollback(options, elsewhere, deployed)
  if (deployed.kind !== 'deployed') {
    const sentence = `${cause.sentence}; deploying ${version} again failed as well: ${deployed.detail}`
    return { ...held, reason: 'redeploy-failed', sentence }
  }
  if (ports.askServed) {
    const limits = { timeout: settings.deploy.timeout, interval: settings.watch?.interval ?? 5 }
    const answer = await awaitServed(ports.askServed, target.release, move.environment, limits, ports)
    if (answer.kind !== 'served') {
      if (ports.cancelled.aborted) return unfinishedRollback(options, tag === 'moved-back')
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
  await returnTraffic(options)
  return proveRecovery(options, moved)
}

/** Somebody can have moved the tag while the release before was deployed; `null` when not. */
async function lookElsewhere({ move, target, ports }: RollbackOptions, moved: boolean): Promise<TagLook | null> {
  const look = await lookAtTag(ports, move.ref, ports.cancelled)
  if (look.kind === 'gone') return look
  const ours = [target.release.object, ...(moved ? [] : [move.to.object])]
  return look.kind === 'at' && !ours.includes(look.object) ? look : null
}

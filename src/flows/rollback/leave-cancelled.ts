import { sameRelease } from '../../tags/release.ts'
import type { Diary } from '../diary.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import { atShare } from '../traffic/set-share.ts'
import { leaveRelease } from './leave-release.ts'
import { moveAndLook } from './move-and-look.ts'
import { moveBackCommand } from './move-back-command.ts'
import { onCancel } from './on-cancel.ts'
import type { RollbackCause } from './rollback-cause.ts'

/** The cause of a rollback for which no other was found before the run ended; `share` says what of the traffic it had. */
export const cancelled = ({ to, environment }: Move, share = ''): RollbackCause => ({
  reason: 'cancelled',
  sentence: `The run of ${to.version} in ${environment} was cancelled or lost before its watch had passed${share}`,
})

/** Cancelled after the deploy had begun and before the watch has passed: what the settings say for that. */
export async function leaveCancelled(context: GuardContext, armed: ArmedMove, diary: Diary): Promise<GuardEnd> {
  const { reason, sentence: said } = cancelled(armed.move, atShare(context, armed, diary))
  switch (onCancel(context.settings, armed.target !== null)) {
    case 'roll-back':
      return leaveRelease(context, armed, { reason, sentence: said }, diary)
    case 'keep':
      return { decision: 'kept', reason: 'cancelled', sentence: `${said}. It is kept, and is not known good` }
    case 'leave':
      return {
        ...{ decision: 'held', reason: 'cancelled' },
        sentence: `${said}. It is left as it is: what is served has to be looked at`,
      }
  }
}

/**
 * Cancelled before the deploy command was started: only the tag says something that is not so. It goes back to what it
 * held before where that is what is served; a rollback that would go elsewhere would have to deploy. What it held can be the
 * release of a push that was overtaken, refused or cancelled, which nobody has deployed.
 */
export async function leaveUndeployed(
  { ports, settings }: GuardContext,
  { move, target, repositoryId, live }: ArmedMove,
  diary: Diary,
): Promise<GuardEnd> {
  const { to, from, environment, ref } = move
  const said = `Cancelled before ${to.version} was deployed to ${environment}`
  const isServed = from && (settings.deploy.kind === 'none' || !live || sameRelease(from, live))
  const back = target && isServed && sameRelease(from, target.release) ? target.release : null
  if (!back || onCancel(settings, true) !== 'roll-back') {
    return {
      ...{ decision: 'refused', reason: 'cancelled' },
      sentence: `${said}: the tag names ${to.version}, which is not deployed. Run it again to deploy`,
      nextSteps: live && !sameRelease(live, to) ? [moveBackCommand(ref, to.object, live.object)] : [],
    }
  }
  const result = await moveAndLook(ports, repositoryId, { ref, expected: to.object, to: back.object })
  switch (result.kind) {
    case 'moved':
      diary.note('tag-moved-back')
      return {
        ...{ decision: 'rolled-back', reason: 'cancelled', tag: 'moved-back' },
        sentence: `${said}: the tag is back on ${back.version}, nothing was deployed`,
      }
    case 'conflict':
      return {
        ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
        sentence: `${said}: the tag was moved on meanwhile, and the later move counts`,
      }
    case 'refused':
    case 'unreachable':
      return {
        ...{ decision: 'refused', reason: 'cancelled', tag: 'not-moved-back' },
        sentence: `${said}: the tag names ${to.version}, which is not deployed, and could not be moved back: ${result.detail}`,
        nextSteps: [moveBackCommand(ref, to.object, back.object)],
      }
  }
}

import { removeCanary } from '../canary/remove-canary.ts'
import type { Diary } from '../diary.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import { withdrawTraffic } from '../traffic/withdraw-traffic.ts'
import { rollBack } from './roll-back.ts'
import type { RollbackCause } from './rollback-cause.ts'

/** Leaves a bad release: its traffic first, then back to the target, or, when there is none, says that a person has to. */
export async function leaveRelease(
  context: GuardContext,
  armed: ArmedMove,
  cause: RollbackCause,
  diary: Diary,
): Promise<GuardEnd> {
  const { target, move } = armed
  if (context.settings.traffic) {
    context.ports.save({ phase: 'moving-back', cause })
    await withdrawTraffic(context, armed, diary)
  }
  if (context.settings.canary?.onFailure === 'remove') return removeCanary(context, armed, cause, diary)
  if (target) return rollBack({ ...context, ...armed, target, cause, diary })
  return {
    ...{ decision: 'held', reason: 'no-target' },
    sentence: `There is nothing to go back to, so the tag stays on ${move.to.version}. ${cause.sentence}`,
  }
}

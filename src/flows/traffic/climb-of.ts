import type { Diary } from '../diary.ts'
import type { ArmedMove } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Climb } from './climb.ts'
import { takeStep } from './set-share.ts'
import { beginSteps } from './traffic-steps.ts'

/** The way up of a release that was just deployed; `null` where its traffic is not ours to set. */
export function climbOf(context: GuardContext, armed: ArmedMove, diary: Diary): Climb | null {
  const { traffic } = context.settings
  return (
    traffic && {
      course: beginSteps(traffic),
      take: (percent, again, over) => takeStep(context, armed, percent, diary, { again, over }),
    }
  )
}

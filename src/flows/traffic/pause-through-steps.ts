import type { Diary } from '../diary.ts'
import { lookForMove } from '../fence/look-for-move.ts'
import { standDownAfterDeploy } from '../fence/stand-down.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import { leaveCancelled } from '../rollback/leave-cancelled.ts'
import { atShare, takeStep } from './set-share.ts'

/** Seconds between two looks at the tag. */
const LOOK = 5

/** Takes the steps of an environment without a metric, with a pause after each but the last. `null`: all are taken. */
export async function pauseThroughSteps(
  context: GuardContext,
  armed: ArmedMove,
  diary: Diary,
): Promise<GuardEnd | null> {
  const { settings, ports } = context
  if (!settings.traffic) return null
  const { steps, stepDuration } = settings.traffic
  ports.save({ phase: 'watching' })
  for (const [index, percent] of steps.entries()) {
    const failure = await takeStep(context, armed, percent, diary)
    if (failure !== null) return stuck(context, armed, failure, diary)
    const last = index === steps.length - 1
    const stopped = await pause(context, armed, last ? 0 : stepDuration, diary)
    if (stopped) return stopped
  }
  return null
}

async function pause(context: GuardContext, armed: ArmedMove, seconds: number, diary: Diary): Promise<GuardEnd | null> {
  const { clock, cancelled } = context.ports
  const end = clock.now() + seconds * 1000
  for (;;) {
    if (cancelled.aborted) return leaveCancelled(context, armed, diary)
    const moved = await lookForMove(context.ports, armed.move)
    if (moved) return standDownAfterDeploy(context, armed, moved, 'after its deploy')
    const left = end - clock.now()
    if (left <= 0) return null
    await clock.sleep(Math.min(left, LOOK * 1000), cancelled)
  }
}

const stuck = (context: GuardContext, armed: ArmedMove, failure: string, diary: Diary): GuardEnd => ({
  ...{ decision: 'held', reason: 'traffic-not-set' },
  sentence: `${armed.move.to.version} is deployed to ${armed.move.environment}${atShare(context, armed, diary)}, and its next step could not be set: ${failure}`,
})

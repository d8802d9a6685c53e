import type { Diary } from '../diary.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import { setShare } from './set-share.ts'
import { byHand } from './withdraw-traffic.ts'

/**
 * Takes the traffic away before a release is deployed, so that it begins with its first step. What does not answer now
 * would not answer in a rollback either: nothing is deployed. `null`: go on.
 */
export async function shutTraffic(context: GuardContext, { move }: ArmedMove, diary: Diary): Promise<GuardEnd | null> {
  if (!context.settings.traffic) return null
  const { to, from, environment } = move
  // From here on a run that is cut off has something to put back.
  context.ports.save({ phase: 'deploying' })
  const failure = await setShare(context, move, to, 0, diary)
  if (failure === null) return null
  return {
    ...{ decision: 'refused', reason: 'traffic-not-set' },
    sentence: `${to.version} was not deployed to ${environment}, because its traffic could not be set to 0% before: ${failure}`,
    nextSteps: from ? [byHand(move, context.settings.traffic.steps.at(-1) ?? 100, from)] : [],
  }
}

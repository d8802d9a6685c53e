import type { Conclusion } from '../../analysis/verdict.ts'
import { settleAfterRollback } from '../../config/first-measurement.ts'
import type { Diary } from '../diary.ts'
import { standDownAfterDeploy } from '../fence/stand-down.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'
import { watch } from '../watch/watch.ts'
import { watchedMetrics } from '../watch/watched-metric.ts'
import { shareOf, takeStep } from './set-share.ts'

/**
 * Takes a regressed release down in steps, where the settings say so, and watches each: with less traffic it may be well
 * again, and then stays there for a person to decide. An outage is left at once.
 *
 * @returns null when the release is to be left: nothing helped, or nothing was tried
 */
export async function easeTraffic(
  context: GuardContext,
  armed: ArmedMove,
  cause: RollbackCause,
  diary: Diary,
): Promise<GuardEnd | null> {
  const { traffic } = context.settings
  if (!traffic || cause.reason !== 'above-threshold') return null
  const share = shareOf(armed, diary) ?? 0
  for (const percent of traffic.rollbackSteps.filter((percent) => percent < share)) {
    context.ports.tell({ kind: 'phase', title: `Take ${armed.move.to.version} down to ${percent}% of the traffic` })
    // A run that ends here is finished by a rollback.
    context.ports.save({ cause })
    if ((await takeStep(context, armed, percent, diary, { leaving: cause })) !== null) return null
    const end = await watchEased(context, armed, traffic.stepDuration)
    if (end === null || end.kind === 'cancelled') return null
    if (end.kind === 'tag-moved') return standDownAfterDeploy(context, armed, end.look, 'while its traffic went down')
    if (isCured(end)) return eased(percent, cause, end.conclusion.sentence)
  }
  return null
}

async function watchEased({ settings, ports }: GuardContext, { move, beside }: ArmedMove, duration: number) {
  const watched = settings.watch
  if (!watched || !ports.sourcesFor) return null
  const change = { duration, minDuration: duration }
  const { clock, repository, tell, cancelled } = ports
  const metrics = watchedMetrics(watched, ports.sourcesFor(move.to), change, beside)
  const end = await watch({
    metrics,
    ...{
      settle: settleAfterRollback(watched.settle, duration),
      lag: watched.lag,
      interval: watched.interval,
      duration,
    },
    ...{ ref: move.ref, expected: move.to.object, lagging: null, clock, repository, tell, cancelled, warn: null },
  })
  return end.kind === 'judged'
    ? { ...end, threshold: metrics.find(({ name }) => name === end.decidedBy)?.policy.threshold ?? 0 }
    : end
}

/** A release that was bad a moment ago is not acquitted for want of evidence: what was counted is below the threshold, too. */
const isCured = ({ conclusion, threshold }: { conclusion: Conclusion; threshold: number }): boolean =>
  conclusion.verdict === 'healthy' && conclusion.errors <= threshold * conclusion.total

const eased = (percent: number, cause: RollbackCause, found: string): GuardEnd => ({
  ...{ decision: 'held', reason: 'less-traffic' },
  sentence: `${cause.sentence}. With ${percent}% of the traffic it is well again (${found}): it keeps that share, and is not called good`,
})

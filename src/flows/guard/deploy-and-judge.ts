import type { Diary } from '../diary.ts'
import { lookForMove } from '../fence/look-for-move.ts'
import { standDown, standDownAfterDeploy } from '../fence/stand-down.ts'
import type { GuardContext } from '../guard-ports.ts'
import { leaveCancelled, leaveUndeployed } from '../rollback/leave-cancelled.ts'
import { leaveRelease } from '../rollback/leave-release.ts'
import { climbOf } from '../traffic/climb-of.ts'
import { easeTraffic } from '../traffic/ease-traffic.ts'
import { pauseThroughSteps } from '../traffic/pause-through-steps.ts'
import { atShare } from '../traffic/set-share.ts'
import { shutTraffic } from '../traffic/shut-traffic.ts'
import { type DecidedWatch, watchUntilDecided } from '../watch/watch-until-decided.ts'
import { type Deployed, deployAndVerify } from './deploy-and-verify.ts'
import type { ArmedMove, GuardEnd } from './guard-end.ts'

/** The middle of a guard: from the armed, recorded move to having kept it or rolled it back. */
export async function deployAndJudge(context: GuardContext, armed: ArmedMove, diary: Diary): Promise<GuardEnd> {
  const { ports, settings } = context
  const { move } = armed
  const overtaken = await lookForMove(ports, move)
  if (overtaken) return standDown(context, armed, overtaken, 'before it was deployed')
  if (ports.cancelled.aborted) return leaveUndeployed(context, armed, diary)
  const shut = await shutTraffic(context, armed, diary)
  if (shut) return shut
  const deployed = await deployAndVerify(context, move, diary)
  if (deployed.kind === 'cancelled') return leaveCancelled(context, armed, diary)
  if (deployed.kind === 'failed') return afterFailedDeploy(context, armed, deployed, diary)
  await armed.giveWay?.()
  if (!ports.sourcesFor || !settings.watch) {
    const moved = await lookForMove(ports, move)
    if (moved) return standDownAfterDeploy(context, armed, moved, 'while it was deployed')
    const stopped = await pauseThroughSteps(context, armed, diary)
    if (stopped) return stopped
    const sentence = `${move.to.version} is deployed to ${move.environment}, which is not watched`
    return { decision: 'kept', reason: 'unwatched', sentence }
  }
  ports.save({ phase: 'watching' })
  ports.tell({ kind: 'phase', title: `Watch ${move.to.version}` })
  const watched = await watchUntilDecided(context, move, settings.watch, ports.sourcesFor(move.to), diary, {
    ...{ beside: armed.beside, climb: climbOf(context, armed, diary) },
  })
  diary.note('decided')
  const decidedBy = watched.kind === 'decided' ? watched.decidedBy : (watched.polls.at(-1)?.name ?? null)
  const { metrics } = settings.watch
  const metric = (metrics.find(({ name }) => name === decidedBy) ?? metrics[0])?.policy ?? null
  const { polls } = watched
  switch (watched.kind) {
    case 'cancelled':
      return { ...(await leaveCancelled(context, armed, diary)), metric, polls }
    case 'tag-moved':
      return { ...(await standDownAfterDeploy(context, armed, watched.look, 'after its deploy')), metric, polls }
    case 'decided':
      return {
        ...(await afterWatch(context, armed, watched, diary)),
        ...{ metric, polls, assessment: watched.conclusion, decidedBy: metrics.length > 1 ? decidedBy : null },
      }
  }
}

async function afterFailedDeploy(
  context: GuardContext,
  armed: ArmedMove,
  { reason, sentence }: Deployed & { kind: 'failed' },
  diary: Diary,
): Promise<GuardEnd> {
  const moved = await lookForMove(context.ports, armed.move)
  if (moved) return standDownAfterDeploy(context, armed, moved, 'while it was deployed')
  // The output that may follow is in the log already.
  context.ports.tell({ kind: 'detail', text: sentence.split('\n', 1)[0] ?? '' })
  return context.settings.onRegressed === 'report'
    ? { decision: 'held', reason, sentence: `Nothing is moved in observe mode, and the tag stays. ${sentence}` }
    : leaveRelease(context, armed, { reason, sentence }, diary)
}

async function afterWatch(
  context: GuardContext,
  armed: ArmedMove,
  { next, conclusion, left }: DecidedWatch & { kind: 'decided' },
  diary: Diary,
): Promise<GuardEnd> {
  const { to, environment } = armed.move
  const said = `${conclusion.sentence}${atShare(context, armed, diary)}`
  const unset = left?.failed && next.act !== 'roll-back' && next.act !== 'report' ? left.failed : null
  if (unset) {
    return {
      ...{ decision: 'held', reason: 'traffic-not-set' },
      sentence: `${to.version} stays in ${environment}, but is not called good: ${said}. The next step could not be set: ${unset.why}`,
    }
  }
  switch (next.act) {
    case 'keep':
      if (next.reason !== 'healthy')
        diary.warn(`${to.version} is kept without a verdict, and is not known good: ${said}`)
      return { decision: 'kept', reason: next.reason, sentence: `${to.version} stays in ${environment}: ${said}` }
    case 'hold':
      return {
        decision: 'held',
        reason: next.reason,
        sentence: `${to.version} stays in ${environment}, but is not called good: ${said}`,
      }
    case 'report':
      diary.warn(`In observe mode ${to.version} stays, although it would have been rolled back: ${said}`)
      return {
        decision: 'reported',
        reason: next.reason,
        sentence: `${to.version} would have been rolled back: ${said}`,
      }
    case 'roll-back': {
      const cause = { reason: next.reason, sentence: `${to.version} in ${environment}: ${said}` }
      return (await easeTraffic(context, armed, cause, diary)) ?? leaveRelease(context, armed, cause, diary)
    }
  }
}

import { messageOf } from '../../message-of.ts'
import { arm } from '../arm/arm.ts'
import { targetOf } from '../arm/target-of.ts'
import { besideOf } from '../canary/with-baseline.ts'
import type { Diary } from '../diary.ts'
import { awaitOtherDeploys } from '../fence/await-other-deploys.ts'
import { type Claim, claimPlace } from '../fence/claim-place.ts'
import { standDown } from '../fence/stand-down.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { Change, OpenedRecord } from '../ports.ts'
import { leaveUndeployed } from '../rollback/leave-cancelled.ts'
import { checkReadiness } from './check-readiness.ts'
import { deployAndJudge } from './deploy-and-judge.ts'
import type { ArmedMove, GuardEnd } from './guard-end.ts'
import { closeGuardRecord, openGuardRecord } from './guard-record.ts'
import { placeTag } from './place-tag.ts'
import type { FollowedMove } from './read-move.ts'

/**
 * The part of a guard that acts: from a move that is news to having kept its release or left it, on record. Each step is
 * saved before it is begun, so that another process can finish.
 */
export async function followMove(context: GuardContext, read: FollowedMove, diary: Diary): Promise<GuardEnd> {
  const { ports, settings } = context
  const { move } = read
  const sources = ports.sourcesFor?.(move.to) ?? null
  ports.save({ phase: 'arming' })
  const armed = await untilCancelled(ports.cancelled, arm({ ...read, settings, ...ports, sources, diary }))
  if (armed === CANCELLED) return unrecorded(context, { move, ...(await leaveArming(context, read, diary)) })
  if (armed.kind === 'refused') return unrecorded(context, { move, ...armed, decision: 'refused' })
  diary.note('armed')
  const { target } = armed
  if (target) ports.tell({ kind: 'detail', text: `Armed: ${target.sentence}` })
  const { findings: readiness, ...checked } = await checkReadiness(context, read, armed, diary)
  if (checked.kind === 'refused')
    return unrecorded(context, { move, target, readiness, ...checked, decision: 'refused' })

  const record = await openGuardRecord(context, move, target?.release ?? null, diary)
  if (record.kind === 'refused') return unrecorded(context, { move, target, ...record, decision: 'refused' })
  ports.save({ phase: 'recorded' })
  const claim = await claimPlace(context, read, record.id, diary)
  const begun = { target, record: record.id }
  const end =
    claim.kind === 'lost' ? leaveTo(claim.winner, move) : await actOn(context, read, { ...begun, claim }, diary)
  await closeGuardRecord(context, record.id, end, diary)
  return { move, target, readiness, ...end }
}

async function actOn(
  context: GuardContext,
  read: FollowedMove,
  { target, record, claim }: Pick<ArmedMove, 'target' | 'record'> & { claim: Claim & { kind: 'claimed' } },
  diary: Diary,
): Promise<GuardEnd> {
  const { ports } = context
  const { move, state, standing } = read
  // Before the deploy, whose command may write secrets into the files.
  const change = await changeOf(context, move)
  const unplaced = read.place !== undefined && ports.cancelled.aborted ? unmoved(move) : await placeTag(context, read)
  if (unplaced) return { change, ...unplaced }
  const moved = await awaitOtherDeploys(context, move, claim.ahead, diary)
  const { giveWay } = read
  const before = { repositoryId: state.repositoryId, live: standing.live, beside: besideOf(context, read) }
  const ready = { move, target, record, giveWay, ...before }
  if (moved) return { change, ...(await standDown(context, ready, moved, 'before it was deployed')) }
  return { change, ...(await deployAndJudge(context, ready, diary).catch(unforeseen)) }
}

const leaveTo = ({ run }: OpenedRecord, { to, environment }: Move): GuardEnd => ({
  ...{ decision: 'stood-down', reason: 'guarded-elsewhere' },
  sentence: `${to.version} is being deployed to ${environment} by ${run.url}, which had it in hand a moment before`,
})

/** The answer to the writing of a record may have been lost: then there is one, which the post step has to close. */
function unrecorded({ ports }: GuardContext, end: GuardEnd): GuardEnd {
  const { decision, reason, sentence } = end
  if (reason === 'record-not-written') ports.save({ phase: 'closing', ending: { decision, reason, sentence } })
  else ports.save({ phase: 'done' })
  return end
}

/** Cancelled, or lost, before anything was recorded. */
export async function leaveArming(context: GuardContext, read: FollowedMove, diary: Diary): Promise<GuardEnd> {
  if (read.place !== undefined) return unmoved(read.move)
  const { target } = targetOf(read, context.settings)
  const { live } = read.standing
  return { target, ...(await leaveUndeployed(context, { ...read, ...read.state, target, live }, diary)) }
}

/** Cancelled before the release went on to another environment. */
export const unmoved = ({ to, environment }: Pick<Move, 'to' | 'environment'>): GuardEnd => ({
  ...{ decision: 'refused', reason: 'cancelled' },
  sentence: `Cancelled before ${environment} was moved to ${to.version}: its tag stays where it was, and nothing was deployed there`,
})

async function changeOf({ ports }: GuardContext, { from, to }: Move): Promise<Change | null> {
  try {
    return from && (await ports.describeChange(from, to))
  } catch (error) {
    ports.tell({
      kind: 'detail',
      text: `What changed cannot be shown: ${messageOf(error)}`,
    })
    return null
  }
}

/** Something was deployed: an error of ours must not end the run as if nothing had been. */
const unforeseen = (error: unknown): GuardEnd => ({
  ...{ decision: 'held', reason: 'internal-error' },
  sentence: `Tagback failed after the deploy had begun (${messageOf(error)}): look at what is served and where the tag is`,
})

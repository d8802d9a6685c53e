import type { Ring } from '../../config/rings.ts'
import { REASONS, type Reasons } from '../../ledger/reasons.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding, isKnownGood, quarantineOf } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import { ABSENT, type ObjectId } from '../../tags/git-object.ts'
import { type Release, sameRelease } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import { withBaseline } from '../canary/with-baseline.ts'
import { type Diary, openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import { configureMove } from '../guard/configure-move.ts'
import { followMove } from '../guard/follow-move.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move, Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { RepositoryState } from '../ports.ts'
import { giveTrafficUp } from '../traffic/give-traffic-up.ts'
import type { PassedRing } from './passed-ring.ts'

export type EnteredRing =
  /** It is on the release already. `good`: and has passed its watch there. */
  | { kind: 'there'; good: boolean }
  /** `context` is null when its settings could not be read. */
  | { kind: 'ended'; outcome: Outcome; context: GuardContext | null; repositoryId: string | null }

/** What goes on, on whose word, and how the end is told where there are others to be named beside it. */
export type Onward = {
  ring: Ring
  to: Release
  move: Pick<Move, 'component' | 'actor'>
  /** What the tag held when the run began. Whoever moved it since has decided otherwise. */
  seen: ObjectId
  tell(outcome: Outcome): Outcome
  /** Of a canary that goes on: its traffic is given up for what it is the canary of. */
  canary: PassedRing | null
}

/**
 * A release that has passed goes on: the tag of the environment behind is moved to it, and that is guarded in the same run,
 * because a move by GITHUB_TOKEN starts none.
 */
export async function enterRing(request: GuardRequest, onward: Onward): Promise<EnteredRing> {
  const { ports } = request
  const { ring, to, seen } = onward
  const { component, actor } = onward.move
  const { environment } = ring
  ports.tell({ kind: 'phase', title: `Promote ${to.version} to ${environment}` })
  const diary = openDiary(ports.clock, ports.tell)
  diary.note('started')
  ports.save({ phase: 'arming', environment, cause: null, ending: null, told: false })
  const ref = `refs/tags/${component.id}/${environment}`
  const unread: Move = { component, environment, ref, to, from: null, actor }
  const ended = (said: GuardEnd, context: GuardContext | null = null): EnteredRing => ({
    ...{ kind: 'ended', context, repositoryId: null },
    outcome: onward.tell(endWith(diary, { move: unread, ...said })),
  })
  let state: RepositoryState
  try {
    state = await ports.repository.readState({ component, environment, ref, before: ABSENT })
  } catch (error) {
    const sentence = `${passed(onward)}, but ${environment} could not be read: ${messageOf(error)}`
    return ended({ decision: 'refused', reason: 'github-not-read', sentence })
  }
  if (!state.tag || state.tag.id !== seen) return ended(overtaken(onward))
  const configured = configureMove(request, state.config, unread, diary)
  if (configured.kind === 'refused') return ended({ ...configured, decision: 'refused' })
  const { context } = configured
  const standing = foldStanding(state.records)
  const current = resolveRelease(state.tag, component, state.versionTags)
  const held = current.kind === 'release' ? current.release : null
  if (held && sameRelease(held, to) && standing.live && sameRelease(standing.live, to))
    return { kind: 'there', good: isKnownGood(standing, to) }
  const { latest } = standing
  if (latest?.closed === null && ports.clock.now() < Date.parse(latest.createdAt) + deadlineOf(context.settings) * 1000)
    return ended(inHand(onward, latest), context)
  const judged = context.settings.quarantine === 'off' ? null : quarantineOf(standing, to)
  if (judged) return ended(judgedBad(onward, judged), context)
  const { canary } = onward
  const giveWay = canary ? () => giveTrafficUp(canary.context, canary.move, diary) : undefined
  const followed: FollowedMove = {
    // A tag that was moved here out of order names what has never been deployed.
    move: { ...unread, from: held && sameRelease(held, to) ? standing.live : held },
    ...{ state, standing, versionTags: state.versionTags, place: state.tag.id, giveWay },
    remarks: current.kind === 'release' ? current.remarks : [],
  }
  const outcome = await guardRing(context, followed, onward, diary)
  return { kind: 'ended', outcome, context, repositoryId: state.repositoryId }
}

async function guardRing(
  context: GuardContext,
  followed: FollowedMove,
  onward: Onward,
  diary: Diary,
): Promise<Outcome> {
  for (const remark of followed.remarks) diary.warn(remark)
  const end = await followMove(context, await withBaseline(context, followed, diary), diary)
  const outcome = asPromotion(endWith(diary, end), onward)
  return tellOutcome(context, onward.tell(outcome), diary)
}

function asPromotion(outcome: Outcome, onward: Onward): Outcome {
  if (outcome.decision !== 'kept') return outcome
  const { decision: _, reason, ...rest } = outcome
  if (!isPromotion(reason)) return outcome
  return { ...rest, decision: 'promoted', reason, sentence: `${passed(onward)} and is promoted. ${outcome.sentence}` }
}

const isPromotion = (reason: string): reason is Reasons['promoted'] => reason in REASONS.promoted

const passed = ({ to, ring }: Onward): string => `${to.version} passed in ${ring.from}`

/** Who names a quarantined release by hand has decided to try it again; nobody has decided that here. */
const judgedBad = (onward: Onward, { closed, run }: DeployRecord): GuardEnd => ({
  ...{ decision: 'refused', reason: 'quarantined' },
  sentence: `${passed(onward)}, but was judged bad in ${onward.ring.environment} before (${closed?.reason}) by ${run.url}: it is not promoted. Push the tag of ${onward.ring.environment} to try it again on purpose`,
})

/** Somebody has pushed there, and that is not decided yet. */
const inHand = (onward: Onward, { to, run }: DeployRecord): GuardEnd => ({
  ...{ decision: 'stood-down', reason: 'guarded-elsewhere' },
  sentence: `${passed(onward)}, but ${run.url} is at work on ${to.version} in ${onward.ring.environment}: it is left alone`,
})

const overtaken = (onward: Onward): GuardEnd => ({
  ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
  sentence: `${passed(onward)}, but ${onward.ring.environment} was moved by somebody else meanwhile: the later move counts`,
})

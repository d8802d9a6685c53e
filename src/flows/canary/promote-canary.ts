import { pointable } from '../../ledger/choose-target.ts'
import { REASONS, type Reasons } from '../../ledger/reasons.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding, quarantineOf } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { sameRelease } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import { type Diary, openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { configureMove } from '../guard/configure-move.ts'
import { followMove } from '../guard/follow-move.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move, Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import { giveTrafficUp } from '../traffic/give-traffic-up.ts'
import type { Baseline } from './read-baseline.ts'

/**
 * A canary that has passed goes on: the environment that it is the canary of is moved to its release, and that is
 * guarded in the same run, because a move by GITHUB_TOKEN starts none. The tag must still be where the comparison found
 * it: whoever moved it meanwhile has decided otherwise.
 *
 * @param canary what the guard of the canary came to; it is the answer wherever nothing is promoted
 */
export async function promoteCanary(
  request: GuardRequest,
  context: GuardContext,
  read: FollowedMove,
  canary: Outcome,
): Promise<Outcome> {
  const { settings, ports } = context
  const { baseline } = read
  const passed = canary.decision === 'kept' && canary.reason === 'healthy'
  if (!settings.canary || !baseline || !passed || settings.canary.promote === 'off') return canary
  const { release, environment } = baseline
  if (sameRelease(release, read.move.to)) return canary
  const to = { ...read.move.to, object: pointable(read.move.to, null, read.versionTags).object }
  const expected = baseline.state.tag?.id ?? ABSENT
  if (settings.canary.promote === 'manual') {
    const step = moveBackCommand(baseline.ref, expected, to.object)
    return {
      ...canary,
      sentence: `${canary.sentence}. ${environment} is on ${release.version} still: push its tag to go on`,
      nextSteps: [...canary.nextSteps, step],
    }
  }
  const { component, actor } = read.move
  const move: Move = { component, environment, ref: baseline.ref, to, from: release, actor }
  ports.tell({ kind: 'phase', title: `Promote ${to.version} to ${environment}` })
  const diary = openDiary(ports.clock, ports.tell)
  diary.note('started')
  ports.save({ phase: 'arming', environment, cause: null, ending: null, told: false })
  const giveWay = () => giveTrafficUp(context, read.move, diary)
  const promoted = await guardPromotion(request, move, { ...baseline, giveWay }, diary)
  return { ...promoted, canary }
}

async function guardPromotion(
  request: GuardRequest,
  move: Move,
  { environment, ref, state: seen, giveWay }: Baseline & Pick<FollowedMove, 'giveWay'>,
  diary: Diary,
): Promise<Outcome> {
  const { component } = move
  const end = (said: GuardEnd): Outcome => endWith(diary, { move, ...said })
  let state: Baseline['state']
  try {
    state = await request.ports.repository.readState({ component, environment, ref, before: ABSENT })
  } catch (error) {
    const sentence = `${move.to.version} passed as a canary, but ${environment} could not be read: ${messageOf(error)}`
    return end({ decision: 'refused', reason: 'github-not-read', sentence })
  }
  if (!state.tag || state.tag.id !== seen.tag?.id) return end(overtaken(move))
  const configured = configureMove(request, state.config, move, diary)
  if (configured.kind === 'refused') return end({ ...configured, decision: 'refused' })
  const { context } = configured
  const standing = foldStanding(state.records)
  const judged = context.settings.quarantine === 'off' ? null : quarantineOf(standing, move.to)
  if (judged) return end(judgedBad(move, judged))
  const current = resolveRelease(state.tag, component, state.versionTags)
  const followed: FollowedMove = {
    ...{ move, state, standing, versionTags: state.versionTags },
    ...{ remarks: current.kind === 'release' ? current.remarks : [], place: state.tag.id, giveWay },
  }
  const outcome = endWith(diary, await followMove(context, followed, diary))
  return tellOutcome(context, asPromotion(outcome), diary)
}

function asPromotion(outcome: Outcome): Outcome {
  if (outcome.decision !== 'kept') return outcome
  const { decision: _, reason, ...rest } = outcome
  if (!isPromotion(reason)) return outcome
  const sentence = `${outcome.move?.to.version} passed as a canary and is promoted. ${outcome.sentence}`
  return { ...rest, decision: 'promoted', reason, sentence }
}

const isPromotion = (reason: string): reason is Reasons['promoted'] => reason in REASONS.promoted

/** Who names a quarantined release by hand has decided to try it again; nobody has decided that here. */
const judgedBad = ({ to, environment }: Move, { closed, run }: DeployRecord): GuardEnd => ({
  ...{ decision: 'refused', reason: 'quarantined' },
  sentence: `${to.version} passed as a canary, but was judged bad in ${environment} before (${closed?.reason}) by ${run.url}: it is not promoted. Push the tag of ${environment} to try it again on purpose`,
})

const overtaken = ({ to, environment }: Move): GuardEnd => ({
  ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
  sentence: `${to.version} passed as a canary, but ${environment} was moved by somebody else meanwhile: the later move counts`,
})

import type { Reasons } from '../../ledger/reasons.ts'
import { type Recognition, recogniseMove, targetOfStaleClone } from '../../ledger/recognise.ts'
import { isPointedAt } from '../../ledger/vouched-for.ts'
import { sameRelease } from '../../tags/release.ts'
import type { Diary } from '../diary.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import type { GuardContext } from '../guard-ports.ts'
import { gateMove } from '../rings/gate-move.ts'
import { moveAndLook } from '../rollback/move-and-look.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { GuardEnd } from './guard-end.ts'
import type { FollowedMove } from './read-move.ts'

/** Ends the run early when the ledger knows the move already, or the repository is paused. `null`: go on. */
export async function screenMove(
  read: FollowedMove,
  context: GuardContext & { paused: boolean },
  diary: Diary,
): Promise<GuardEnd | null> {
  const { move, state, standing } = read
  const { to, environment } = move
  const recognised = recogniseMove(
    to,
    standing,
    { id: context.run.id, now: context.ports.clock.now(), deadline: deadlineOf(context.settings) },
    move.actor === state.actor,
  )
  const { quarantine } = context.settings
  switch (recognised.kind) {
    case 'own-move':
      return noOp('own-move', `Tagback moved the tag itself: see ${recognised.record.run.url}`)
    case 'already-deployed':
      return noOp('already-deployed', `${to.version} was deployed to ${environment} by ${recognised.record.run.url}`)
    case 'guarded-elsewhere':
      return {
        ...{ decision: 'stood-down', reason: 'guarded-elsewhere' },
        sentence: `${to.version} is being deployed to ${environment} by ${recognised.record.run.url}. If that run was lost, re-run it, or let reconcile finish it`,
      }
    case 'stale-clone':
    case 'unfinished-move':
      if (quarantine !== 'off' && !context.paused) return moveBackOnly(read, context, recognised)
      break
    case 'second-try': {
      const sentence = `${to.version} was judged bad before (${recognised.judged.closed?.reason}) by ${recognised.judged.run.url}`
      if (quarantine === 'refuse') {
        return {
          ...{ decision: 'refused', reason: 'quarantined' },
          sentence: `${sentence}: give the mended content a version of its own, or set quarantine to stale-clones to try this one again`,
        }
      }
      if (quarantine !== 'off') diary.warn(`${sentence}. It is tried once more`)
      break
    }
    case 'new':
      break
  }
  // Without a record nothing is known to be live: a run that was refused leaves a tag that nobody has deployed.
  const { live } = standing
  // What a rollback has put back without proof is watched when somebody asks for it anew.
  const closed = standing.latest?.closed
  const settled = standing.latest === null || (closed?.decision === 'kept' && closed.reason !== 'unproven')
  if (live && settled && sameRelease(live, to)) {
    return noOp('same-release', `${environment} is on ${to.version} already: the tag was only made anew`)
  }
  if (context.paused) {
    return {
      ...{ decision: 'reported', reason: 'paused' },
      sentence: `Tagback is paused: ${to.version} is not deployed to ${environment}, and the tag stays`,
    }
  }
  if (move.component.prefix === 'logic') {
    diary.warn(
      `${move.component.id} is deployed as a whole at commit ${to.commit.slice(0, 7)}: its neighbours go to what they were at that commit`,
    )
  }
  return gateMove(context, read, diary)
}

const noOp = (reason: Reasons['no-op'], sentence: string): GuardEnd => ({ decision: 'no-op', reason, sentence })

/** Nothing is deployed: the release before is live already, only the tag does not say so. */
async function moveBackOnly(
  { move, state, standing, versionTags }: FollowedMove,
  { ports, settings }: GuardContext,
  { kind, judged }: Recognition & { kind: 'stale-clone' | 'unfinished-move' },
): Promise<GuardEnd> {
  const { to, ref, actor, environment } = move
  const recorded = judged.target && isPointedAt(judged.target, move.from, versionTags) ? judged.target : null
  const back = kind === 'stale-clone' ? targetOfStaleClone(move.from, standing, versionTags) : recorded
  const story =
    kind === 'stale-clone'
      ? `${actor} pushed the very tag object of ${to.version} that was rolled back before (judged by ${judged.run.url}), probably from a clone that had not fetched. To try it once more on purpose, name it by a new annotated tag (git tag --force --annotate)`
      : `${to.version} was left before (judged by ${judged.run.url}), but GitHub refused to move its tag back`
  if (!back || back.object === to.object || settings.onRegressed === 'report') {
    const sentence = `${story}. Nothing was deployed; the tag was left where it is`
    return { decision: 'held', reason: kind, sentence }
  }
  const sentence = `${story}. ${environment} was moved back to ${back.version}; nothing was deployed`
  const ending = { decision: 'rolled-back', reason: kind, sentence } as const
  ports.save({ phase: 'screened', ending })
  const result = await moveAndLook(ports, state.repositoryId, { ref, expected: to.object, to: back.object })
  switch (result.kind) {
    case 'moved':
      return { ...ending, tag: 'moved-back' }
    case 'conflict':
      ports.save({ phase: 'done', ending: null })
      return {
        ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
        sentence: `${story}. The tag was moved on meanwhile`,
      }
    case 'refused':
    case 'unreachable':
      return {
        ...{ decision: 'held', reason: 'move-refused', tag: 'not-moved-back' },
        sentence: `${story}. Nothing was deployed, but the tag could not be moved back: ${result.detail}`,
        nextSteps: [moveBackCommand(ref, to.object, back.object)],
      }
  }
}

import type { Conclusion } from '../../analysis/verdict.ts'
import type { Target } from '../../ledger/choose-target.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding } from '../../ledger/standing.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { targetOf } from '../arm/target-of.ts'
import type { Diary } from '../diary.ts'
import { awaitOtherDeploys } from '../fence/await-other-deploys.ts'
import { claimPlace } from '../fence/claim-place.ts'
import { recordedTarget } from '../finish/recorded-target.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import { closeGuardRecord, openGuardRecord } from '../guard/guard-record.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { RepositoryState } from '../ports.ts'
import type { Poll } from '../progress.ts'
import { leaveRelease } from '../rollback/leave-release.ts'

/** What was found of a release after the run that kept it had ended. */
type LaterWatch = { conclusion: Conclusion & { verdict: 'regressed' }; polls: Poll[]; decidedBy: string }

export type LeftLater =
  | { kind: 'regressed'; end: GuardEnd }
  /** Somebody else has decided meanwhile, or the run is to end. */
  | { kind: 'left'; sentence: string }

/**
 * Leaves a release that has turned bad after it was kept, as a guard does: from what GitHub says now, on record, fenced,
 * back to what was chosen before its deploy. In observe mode it is recorded and said.
 */
export async function leaveLater(
  context: GuardContext,
  followed: FollowedMove,
  kept: DeployRecord,
  watched: LaterWatch,
  diary: Diary,
): Promise<LeftLater> {
  const { ports } = context
  const { component, environment, ref, to } = followed.move
  diary.note('decided')
  const state = await ports.repository.readState({ component, environment, ref, before: kept.target?.object ?? ABSENT })
  const standing = foldStanding(state.records)
  if (state.tag?.id !== to.object || standing.latest?.node !== kept.node)
    return { kind: 'left', sentence: 'It has turned bad, and somebody else is at work there already' }
  const now: FollowedMove = { ...followed, state, standing, move: { ...followed.move, from: kept.from } }
  const target = await targetNow(context, now, kept, state, diary)
  const record = await openGuardRecord(context, now.move, target?.release ?? null, diary)
  // A bad release is served: bookkeeping must not hold up the emergency.
  if (record.kind === 'refused')
    diary.warn('That it has turned bad could not be recorded: give the job deployments: write')
  const claim = record.kind === 'opened' ? await claimPlace(context, now, record.id, diary) : null
  if (claim?.kind === 'claimed') await awaitOtherDeploys(context, now.move, claim.ahead, diary)
  const end: GuardEnd =
    claim?.kind === 'lost'
      ? {
          ...{ decision: 'stood-down', reason: 'guarded-elsewhere' },
          sentence: `${to.version} is being deployed to ${environment} by ${claim.winner.run.url}`,
        }
      : await act(context, now, { target, kept, watched, repositoryId: state.repositoryId }, diary)
  if (record.kind === 'opened') await closeGuardRecord(context, record.id, end, diary)
  const { polls, conclusion, decidedBy } = watched
  const metrics = context.settings.watch?.metrics ?? []
  const metric = (metrics.find(({ name }) => name === decidedBy) ?? metrics[0])?.policy ?? null
  const several = metrics.length > 1 ? decidedBy : null
  const seen = { metric, polls, assessment: conclusion, decidedBy: several }
  return { kind: 'regressed', end: { move: now.move, target, ...seen, ...end } }
}

/** What was chosen before the deploy, as far as git bears it out. What a canary is compared with may have moved on since. */
const targetNow = async (
  { settings }: GuardContext,
  now: FollowedMove,
  kept: DeployRecord,
  state: RepositoryState,
  diary: Diary,
): Promise<Target | null> =>
  settings.canary && now.baseline
    ? targetOf({ ...now, move: { ...now.move, from: null } }, settings).target
    : recordedTarget(kept.target, now.move.component, { ...state, held: null, named: state.before }, diary)

async function act(
  context: GuardContext,
  { move }: FollowedMove,
  found: { target: Target | null; kept: DeployRecord; watched: LaterWatch; repositoryId: string },
  diary: Diary,
): Promise<GuardEnd> {
  const { to, environment } = move
  const { target, kept, watched, repositoryId } = found
  const { reason, sentence } = watched.conclusion
  const said = `${to.version} in ${environment} was kept (${kept.closed?.reason}), and has turned bad since: ${sentence}`
  if (context.settings.onRegressed === 'report') return { decision: 'reported', reason, sentence: said }
  if (kept.kind !== 'guard')
    return {
      decision: 'held',
      reason: 'not-the-deploy',
      sentence: `${said}. It was gone back to, so the cause is elsewhere`,
    }
  return leaveRelease(context, { move, target, repositoryId }, { reason, sentence: said }, diary)
}

import type { Target } from '../../ledger/choose-target.ts'
import { REASONS, type Reasons } from '../../ledger/reasons.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding } from '../../ledger/standing.ts'
import { withoutFound } from '../../ledger/without-found.ts'
import { messageOf } from '../../message-of.ts'
import type { Component } from '../../tags/component.ts'
import type { Diary } from '../diary.ts'
import { standDownAfterDeploy } from '../fence/stand-down.ts'
import { tagSeen } from '../fence/tag-seen.ts'
import { unmoved } from '../guard/follow-move.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import { closeGuardRecord } from '../guard/guard-record.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { RepositoryState, TagLook } from '../ports.ts'
import { deployBack } from '../rollback/deploy-back.ts'
import { cancelled, leaveCancelled, leaveUndeployed } from '../rollback/leave-cancelled.ts'
import { leaveRelease } from '../rollback/leave-release.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'
import type { RollbackEnd } from '../rollback/rollback-end.ts'
import { closeRollbackRecord } from '../rollback/rollback-record.ts'
import { atShare } from '../traffic/set-share.ts'
import { withdrawTraffic } from '../traffic/withdraw-traffic.ts'
import { chooseFinish, type Finish } from './choose-finish.ts'
import { claimFinish } from './claim-finish.ts'
import type { OpenRun } from './open-run.ts'
import { type Evidence, recordedTarget } from './recorded-target.ts'
import type { RunState } from './run-state.ts'

export type UnfinishedRecord = {
  open: OpenRun
  component: Component
  /** `refs/tags/…` */
  ref: string
  /** As it is now. */
  state: Pick<RepositoryState, 'repositoryId' | 'records'> & Evidence
  /** What the run has left behind; `null` when it is not to be had, as for a run whose machine was lost. */
  left: RunState | null
}

/**
 * Brings what a run has left open to its end, from the records on GitHub and the tag as it is now: the post step of the same
 * job, a re-run, and reconcile for runs that were lost. Doing it twice does no harm: the tag is only moved from the
 * release of the record to the target of the record. When `cancelled` is aborted in the middle, the records stay open and
 * the reason is `unfinished`.
 */
export async function finishRecord(
  context: GuardContext,
  unfinished: UnfinishedRecord,
  diary: Diary,
): Promise<GuardEnd> {
  const { open, component, ref, state, left } = unfinished
  const { guard, rollbacks } = open
  const { ports } = context
  const { environment, to, from, actor } = guard
  const move: Move = { component, environment, ref, to, from, actor }
  ports.tell({ kind: 'phase', title: `Finish what ${guard.run.url} began` })
  const target = await recordedTarget(guard.target, component, state, diary)
  const leaving = leavingCause(guard)
  const chosen = chooseFinish(
    {
      ...{ tag: state.tag?.id ?? null, release: to.object, target: target?.release.object ?? null },
      ...{ from: from?.object ?? null, rollingBack: rollbacks.length > 0 || leaving !== null, left },
    },
    context.settings,
  )
  const finish = 'cause' in chosen ? { ...chosen, cause: chosen.cause ?? leaving } : chosen
  const [id = null, ...others] = await Promise.all(
    [guard, ...rollbacks].map((record) => idOf(record, unfinished, context, diary)),
  )
  // A step of the same job is alone with what it finishes.
  const claim = left === null ? await claimFinish(finish, context, { move, target, lost: guard }, diary) : null
  if (claim?.kind === 'lost') return { move, target, ...claim.end }
  const opened = [...others, claim?.record ?? null].filter((other) => other !== null)
  const share = guard.traffic ? { share: guard.traffic.percent } : {}
  const { live } = foldStanding(withoutFound(state.records, to.object, guard.run.id))
  const armed = { move, target, repositoryId: state.repositoryId, live, opened, ...share }
  const look: TagLook = state.tag ? { kind: 'at', object: state.tag.id } : { kind: 'gone' }
  // A ring whose tag had not been moved yet: nobody has moved it since, either.
  const unplaced = finish.act === 'undeployed' && left?.environment !== undefined && state.tag?.id !== to.object
  const end = unplaced ? unmoved(move) : await act(finish, context, armed, look, diary)
  // What has passed and goes back with another ring is closed already.
  if (id !== null && guard.closed === null) await closeGuardRecord(context, id, end, diary)
  return { move, target, ...end }
}

async function act(
  finish: Finish,
  context: GuardContext,
  armed: ArmedMove,
  look: TagLook,
  diary: Diary,
): Promise<GuardEnd> {
  const { move, target } = armed
  switch (finish.act) {
    case 'close':
      return closeBoth(
        context,
        armed,
        {
          tag: tagSeen(look.kind === 'at' ? look.object : null, move.to, target?.release ?? null),
          ...finish.ending,
        },
        diary,
      )
    case 'stand-down':
      return closeBoth(context, armed, await standDownAfterDeploy(context, armed, look, 'by somebody else'), diary)
    case 'keep':
    case 'leave':
      return leaveCancelled(context, armed, diary)
    case 'undeployed':
      return leaveUndeployed(context, armed, diary)
    case 'move-back':
      return leaveRelease(context, armed, finish.cause ?? cancelled(move, atShare(context, armed, diary)), diary)
    case 'deploy-back':
    case 'prove':
      if (!target) throw new Error('expected a target where the tag holds it')
      return finishBack(context, { ...armed, target }, finish, diary)
  }
}

/** Why its traffic was going down, as its record tells: the release was judged then. */
function leavingCause({ to, environment, traffic }: DeployRecord): RollbackCause | null {
  const reason = REASONS_TO_LEAVE.find((known) => known === traffic?.leaving)
  return reason
    ? { reason, sentence: `${to.version} in ${environment} was judged (${reason}), and its traffic was going down` }
    : null
}

const REASONS_TO_LEAVE = Object.keys(REASONS['rolled-back']) as Reasons['rolled-back'][]

/** The tag is back. Whether the traffic was taken away before is not known: once more does no harm. */
async function finishBack(
  context: GuardContext,
  armed: ArmedMove & { target: Target },
  { act, cause }: Finish & { act: 'deploy-back' | 'prove' },
  diary: Diary,
): Promise<GuardEnd> {
  const known = cause ?? cancelled(armed.move, atShare(context, armed, diary))
  if (act === 'deploy-back') await withdrawTraffic(context, armed, diary)
  return deployBack(
    { ...context, ...armed, cause: known, diary },
    { moving: Promise.resolve({ kind: 'moved', via: 'graphql' }), known: true, deployed: act === 'prove' },
  )
}

/** Nothing more is deployed, so that the record of a rollback has to be closed here, too. */
async function closeBoth(context: GuardContext, armed: ArmedMove, end: GuardEnd, diary: Diary): Promise<GuardEnd> {
  const { target, move, opened } = armed
  if (target && opened) {
    const rest = { tag: 'as-pushed', recovery: null, recentMoves: [] }
    const options = { ...context, ...armed, target, cause: cancelled(move), diary }
    await closeRollbackRecord(options, opened, { ...rest, ...end } as RollbackEnd)
  }
  return end
}

/** Service does not wait for bookkeeping: a record whose number cannot be read stays open. */
async function idOf(
  record: DeployRecord,
  { component }: UnfinishedRecord,
  { ports }: GuardContext,
  diary: Diary,
): Promise<number | null> {
  try {
    return await ports.repository.recordIdOf(component, record)
  } catch (error) {
    diary.warn(`A record stays open, its number could not be read: ${messageOf(error)}`)
    return null
  }
}

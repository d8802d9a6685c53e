import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import { releaseAt } from '../guard/release-at.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { DeployResult, TagLook } from '../ports.ts'
import type { RollbackEnd, RollbackOptions } from '../rollback/rollback-end.ts'
import { settleOvertaken } from './settle-overtaken.ts'

/** Somebody else moved the tag `when`, and this run has not deployed anything. */
export async function standDown(
  context: GuardContext,
  armed: ArmedMove,
  look: TagLook,
  when: string,
): Promise<GuardEnd> {
  return {
    ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
    sentence: `The tag of ${armed.move.to.version} was ${await whereTo(context, armed, look)} ${when}: the later move counts, nothing is deployed here`,
  }
}

/** The same when this run has deployed, maybe over what the tag says now. */
export async function standDownAfterDeploy(
  context: GuardContext,
  armed: ArmedMove,
  look: TagLook,
  when: string,
): Promise<GuardEnd> {
  const where = await whereTo(context, armed, look)
  const settled = await settleOvertaken(context, armed.move)
  return {
    ...(settled.kind === 'failed'
      ? ({ decision: 'held', reason: 'overtaken' } as const)
      : ({ decision: 'stood-down', reason: 'tag-moved' } as const)),
    ...{ tag: 'moved-by-another', nextSteps: settled.kind === 'failed' && settled.next ? [settled.next] : [] },
    sentence: `The tag of ${armed.move.to.version} was ${where} ${when}: the later move counts. ${settled.sentence}`,
  }
}

/** The same in the middle of a rollback. `redeploy`: what came of the release before, maybe over what the tag says now; `null`: not begun. */
export async function standDownFromRollback(
  options: RollbackOptions,
  look: TagLook,
  redeploy: DeployResult | null,
): Promise<RollbackEnd> {
  const { cause, target, diary } = options
  const where = await whereTo(options, options, look)
  const settled = await settleOvertaken(options, options.move)
  const again = redeploy?.kind === 'deployed' ? 'had been deployed again' : 'could not be deployed again'
  const also = redeploy ? `, when ${target.release.version} ${again}` : ''
  if (settled.next && (redeploy || settled.kind === 'failed')) diary.nextSteps.push(settled.next)
  return {
    ...(settled.kind === 'failed'
      ? ({ decision: 'held', reason: 'overtaken' } as const)
      : ({ decision: 'stood-down', reason: 'tag-moved' } as const)),
    ...{ tag: 'moved-by-another', recovery: null, recentMoves: [] },
    sentence: `${cause.sentence}, but the tag was ${where} meanwhile${also}: the later move counts. ${settled.sentence}`,
  }
}

const whereTo = async (context: GuardContext, armed: ArmedMove, look: TagLook): Promise<string> =>
  look.kind === 'at' ? `moved to ${await releaseAt(context, armed, look.object)}` : 'deleted'

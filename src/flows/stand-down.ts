import type { ArmedMove, GuardEnd } from './guard-end.ts'
import type { GuardContext } from './guard-ports.ts'
import type { MoveResult, TagLook } from './ports.ts'
import { releaseAt } from './release-at.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'

/** Somebody else moved the tag `when`, and nothing of theirs is for this run to finish. */
export async function standDown(
  context: GuardContext,
  armed: ArmedMove,
  look: TagLook,
  when: string,
): Promise<GuardEnd> {
  const { move } = armed
  const where = look.kind === 'at' ? `moved to ${await releaseAt(context, armed, look.object)}` : 'deleted'
  return {
    ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
    sentence: `The tag of ${move.to.version} was ${where} ${when}: the later move counts, nothing more is deployed here`,
  }
}

/** The same in the middle of a rollback: the release before may have been deployed already. */
export async function standDownFromRollback(
  options: RollbackOptions,
  conflict: MoveResult & { kind: 'conflict' },
): Promise<RollbackEnd> {
  const { cause, diary } = options
  const where = await releaseAt(options, options, conflict.found)
  const redeployed = diary.timeline.some(({ event }) => event === 'redeployed')
  return {
    ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another', recovery: null, recentMoves: [] },
    sentence:
      `${cause.sentence}, but the tag was moved to ${where} meanwhile: the later move counts` +
      (redeployed ? '. The release before was deployed before this was known' : ''),
  }
}

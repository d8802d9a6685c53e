import type { GuardEnd } from './guard-end.ts'
import type { Move } from './outcome.ts'
import type { MoveResult, TagLook } from './ports.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'

/** Somebody else moved the tag `when`, and nothing of theirs is for this run to finish. */
export function standDown(move: Move, look: TagLook, when: string): GuardEnd {
  const where = look.kind === 'at' ? `moved to ${look.object.slice(0, 7)}` : 'deleted'
  return {
    ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
    sentence: `The tag of ${move.to.version} was ${where} ${when}: the later move counts, nothing more is deployed here`,
  }
}

/** The same in the middle of a rollback: the release before may have been deployed already. */
export function standDownFromRollback(
  { cause, diary }: RollbackOptions,
  conflict: MoveResult & { kind: 'conflict' },
): RollbackEnd {
  const redeployed = diary.timeline.some(({ event }) => event === 'redeployed')
  return {
    ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another', recovery: null, recentMoves: [] },
    sentence:
      `${cause.sentence}, but the tag was moved to ${conflict.found.slice(0, 7)} meanwhile: the later move counts` +
      (redeployed ? '. The release before was deployed before this was known' : ''),
  }
}

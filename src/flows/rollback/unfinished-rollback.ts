import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'

/** Cancelled before it was proven: the records stay open for whoever finishes it. */
export const unfinishedRollback = ({ cause, target }: RollbackOptions, moved: boolean): RollbackEnd => ({
  ...{ decision: 'held', reason: 'unfinished', recovery: null, recentMoves: [] },
  tag: moved ? 'moved-back' : 'not-moved-back',
  sentence: `${cause.sentence}. ${moved ? 'The tag is back' : 'The tag is not known to be back'} on ${target.release.version}, which is still to be deployed and proven: the post step of this job does that, a re-run, or the next reconcile`,
})

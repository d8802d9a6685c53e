import type { Ending } from '../ledger/reasons.ts'
import type { Diary } from './diary.ts'
import type { GuardEnd } from './guard/guard-end.ts'
import type { Outcome } from './outcome.ts'

/** Completes what a run came to with what its diary has collected. */
export function endWith(diary: Diary, end: GuardEnd): Outcome {
  diary.note('ended')
  const { decision, reason, sentence } = end
  return {
    // Taken apart, the two are no longer known to belong together.
    ...({ decision, reason } as Ending),
    sentence,
    move: end.move ?? null,
    target: end.target ?? null,
    warnings: diary.warnings,
    metric: end.metric ?? null,
    polls: end.polls ?? [],
    assessment: end.assessment ?? null,
    decidedBy: end.decidedBy ?? null,
    recovery: end.recovery ?? null,
    tag: end.tag ?? 'as-pushed',
    timeline: diary.timeline,
    nextSteps: [...diary.nextSteps, ...(end.nextSteps ?? [])],
    recentMoves: end.recentMoves ?? [],
    change: end.change ?? null,
    ...(end.readiness?.length ? { readiness: end.readiness } : {}),
  }
}

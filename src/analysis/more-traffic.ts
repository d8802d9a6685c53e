import { blipRule } from './evidence-rule.ts'
import { excusedByControl } from './excused-by-control.ts'
import type { Judgement } from './judgement-state.ts'
import { SUSPECT } from './risks.ts'
import type { Watch } from './watch.ts'
import { weighEvidence } from './weigh-evidence.ts'

/** What speaks against giving a release more traffic. No figures are not health. */
export type Hindrance = 'unanswered' | 'nothing-counted' | 'leans-regressed'

/** Requests, or readings, that every metric that decides has seen. */
export const leastSeen = (watch: Watch): number => Math.min(...deciding(watch).map(({ seen }) => seen.total))

/**
 * What speaks against more traffic now; null when nothing does: every metric that decides answered the last poll, has
 * counted something since `leastSeen` was `seenBefore`, and does not lean to regressed.
 */
export function hindranceOf(watch: Watch, seenBefore: number): Hindrance | null {
  const judgements = deciding(watch)
  if (judgements.some(({ polls }) => polls.answered === 0 || polls.failedInARow > 0)) return 'unanswered'
  if (judgements.some(leans)) return 'leans-regressed'
  return leastSeen(watch) > seenBefore ? null : 'nothing-counted'
}

/** The same watch, in which nothing is called healthy before so many seconds since the deploy. */
export const notHealthyBefore = (watch: Watch, seconds: number): Watch => ({
  metrics: watch.metrics.map((metric) => {
    const { policy } = metric.judgement
    const minDuration = Math.max(policy.minDuration, seconds)
    return { ...metric, judgement: { ...metric.judgement, policy: { ...policy, minDuration } } }
  }),
})

const deciding = (watch: Watch): Judgement[] =>
  watch.metrics.filter(({ dryRun }) => !dryRun).map(({ judgement }) => judgement)

/** As at the end of a watch; a burst counts, although it could not decide by itself. */
const leans = (judgement: Judgement): boolean =>
  weighEvidence(judgement.evidence, blipRule(judgement.policy)).regressed >= SUSPECT && !excusedByControl(judgement)

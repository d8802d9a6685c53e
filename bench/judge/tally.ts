import type { Outcome } from './judge.ts'
import { mean, median, quantile } from './quantiles.ts'
import { DURATION } from './trace.ts'

/** What one rule did on all traces of one cell. Rates in per cent, times in seconds. */
export type Tally = {
  falseRollbacks: number | null
  missed: number | null
  medianDelay: number | null
  p95Delay: number | null
  /** Misses count as a whole watch. */
  meanDelay: number | null
  /** Median over all traces; null when fewer than half were accepted. */
  accepted: number | null
}

/** `onset` null: the release is good, every rollback is false. Else one before the onset is false, and none is a miss. */
export function tally(outcomes: readonly Outcome[], onset: number | null): Tally {
  const share = (holds: (outcome: Outcome) => boolean) => (100 * outcomes.filter(holds).length) / outcomes.length
  const early = ({ rolledBack }: Outcome) => rolledBack !== null && rolledBack <= (onset ?? Number.POSITIVE_INFINITY)
  const accepted = median(outcomes.map((outcome) => outcome.accepted ?? Number.POSITIVE_INFINITY))
  const none = { missed: null, medianDelay: null, p95Delay: null, meanDelay: null }
  if (onset === null) return { ...none, falseRollbacks: share(early), accepted: finite(accepted) }
  const delays = outcomes
    .filter((outcome) => !early(outcome))
    .map(({ rolledBack }) =>
      rolledBack === null || rolledBack > DURATION ? Number.POSITIVE_INFINITY : rolledBack - onset,
    )
  if (delays.length === 0) return { ...none, falseRollbacks: 100, accepted: null }
  return {
    falseRollbacks: share(early),
    missed: (100 * delays.filter((delay) => delay === Number.POSITIVE_INFINITY).length) / delays.length,
    medianDelay: finite(median(delays)),
    p95Delay: finite(quantile(delays, 0.95)),
    meanDelay: mean(delays.map((delay) => Math.min(delay, DURATION))),
    accepted: finite(accepted),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

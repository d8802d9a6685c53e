import { beginJudgement, conclude, observe } from '../../src/analysis/judgement.ts'
import type { Judgement } from '../../src/analysis/judgement-state.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import type { Policy } from '../../src/analysis/policy.ts'
import type { Conclusion } from '../../src/analysis/verdict.ts'

/** The defaults, with a threshold of 1%. */
export const defaults: Policy = {
  threshold: 0.01,
  falseRollbackRisk: 0.05,
  noise: 0.5,
  ignoreBlips: 30,
  minimumRequests: 20,
  interval: 5,
  minDuration: 300,
  duration: 600,
}

export type Watched = Conclusion & { at: number | null; judgement: Judgement }

/** Judges a whole watch, stopping at the first verdict as a flow does. */
export function watch(policy: Policy, measurements: readonly Measurement[]): Watched {
  let judgement = beginJudgement(policy)
  for (const measurement of measurements) {
    judgement = observe(judgement, measurement)
    if (judgement.assessment.verdict !== 'undecided') break
  }
  return { ...conclude(judgement), at: judgement.polls.lastAt, judgement }
}

/** Evenly spaced counts over a whole watch: `rateAt(t)` of `perSecond` requests fail, rounded without losing any. */
export function steady(policy: Policy, perSecond: number, rateAt: (at: number) => number): Measurement[] {
  const measurements: Measurement[] = []
  let owed = 0
  for (let at = policy.interval; at <= policy.duration; at += policy.interval) {
    const total = perSecond * policy.interval
    owed += total * rateAt(at)
    const errors = Math.min(total, Math.floor(owed + 1e-9))
    owed -= errors
    measurements.push({ kind: 'counts', at, errors, total })
  }
  return measurements
}

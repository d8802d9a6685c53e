import { accept, rollBack } from '../judge.ts'
import type { PairJudge } from '../pairs.ts'
import { DURATION, query, type Trace } from '../trace.ts'
import { shiftInterval } from './mann-whitney.ts'

/** Bound on the interval, as a share of the Hodges–Lehmann estimate. */
const EFFECT = 0.25

/**
 * Kayenta's standalone loop with one critical metric of direction "increase": one point per `step`, judged every
 * minute on the growing window from the second minute on; "High" is a score of 0, which ends it.
 */
export function kayenta(step: number): PairJudge {
  return {
    name: `Kayenta (Mann–Whitney 98 %), ${step} s points`,
    judge({ release, baseline }) {
      for (let at = 120; at <= DURATION; at += 60)
        if (isHigh(percentages(release, at, step), percentages(baseline, at, step))) return rollBack(at)
      return accept(DURATION)
    },
  }
}

/** NaN (no requests, no answer) is removed, as by default. */
function percentages(trace: Trace, until: number, step: number): number[] {
  const points: number[] = []
  for (let at = step; at <= until; at += step) {
    const counts = query(trace, at, step)
    if (counts !== null && counts.total > 0) points.push((100 * counts.errors) / counts.total)
  }
  return points
}

function isHigh(experiment: number[], control: number[]): boolean {
  if (experiment.length === 0 || control.length === 0) return false
  if (new Set([...experiment, ...control]).size === 1) return false
  const { low, estimate } = shiftInterval(experiment, control)
  const means = [mean(experiment), mean(control)] as const
  const effect = means[0] === 0 || means[1] === 0 ? Number.NaN : means[0] / means[1]
  return low > EFFECT * Math.abs(estimate) && (Number.isNaN(effect) || effect >= 1)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import type { Measurement } from '../analysis/measurement.ts'
import type { Policy } from '../analysis/policy.ts'
import { formatRate } from '../config/parse-rate.ts'

/** What a poll found, in a few words: `3 of 120 failed (2.5%)`. */
export function describeMeasurement(measurement: Measurement, reads: Policy['reads'] = 'error-rate'): string {
  switch (measurement.kind) {
    case 'counts': {
      const { errors, total, baseline } = measurement
      if (total === 0) return 'no requests'
      return `${counted(errors, total)}${baseline && baseline.total > 0 ? `, baseline ${counted(baseline.errors, baseline.total)}` : ''}`
    }
    case 'rate':
      return figureOf(measurement.rate, reads)
    case 'nothing':
      return measurement.what === 'no-traffic' ? 'no requests' : `nothing to count (${measurement.what})`
    case 'unavailable':
      return `no answer (${measurement.what}): ${measurement.detail}`
  }
}

/** Scores are judged by their shortfall, values by whether they are beyond their limit. */
function figureOf(rate: number, reads: NonNullable<Policy['reads']>): string {
  if (reads === 'score') return `score ${Number((1 - rate).toPrecision(3))}`
  if (reads === 'limit') return rate > 0.5 ? 'beyond the limit' : 'within the limit'
  return `error rate ${formatRate(rate)}`
}

const counted = (errors: number, total: number): string =>
  `${figure(errors)} of ${figure(total)} failed (${formatRate(errors / total)})`

/** Prometheus extrapolates, so that counts need not be whole. */
const figure = (count: number): string => String(Math.round(count * 10) / 10)

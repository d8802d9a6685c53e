import type { Measurement } from '../analysis/measurement.ts'
import { formatRate } from '../config/parse-rate.ts'

/** What a poll found, in a few words: `3 of 120 failed (2.5%)`. */
export function describeMeasurement(measurement: Measurement): string {
  switch (measurement.kind) {
    case 'counts': {
      const { errors, total } = measurement
      if (total === 0) return 'no requests'
      return `${figure(errors)} of ${figure(total)} failed (${formatRate(errors / total)})`
    }
    case 'rate':
      return `error rate ${formatRate(measurement.rate)}`
    case 'nothing':
      return measurement.what === 'no-traffic' ? 'no requests' : `nothing to count (${measurement.what})`
    case 'unavailable':
      return `no answer (${measurement.what}): ${measurement.detail}`
  }
}

/** Prometheus extrapolates, so that counts need not be whole. */
const figure = (count: number): string => String(Math.round(count * 10) / 10)

import type { Measurement } from '../analysis/measurement.ts'

/** The error rate of one poll, 0 to 1; null when it had no figures. */
export function rateOf(measurement: Measurement): number | null {
  switch (measurement.kind) {
    case 'counts':
      return measurement.total > 0 ? measurement.errors / measurement.total : null
    case 'rate':
      return measurement.rate
    case 'nothing':
    case 'unavailable':
      return null
  }
}

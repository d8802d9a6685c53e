import type { Measurement } from './measurement.ts'

/** Why this measurement cannot be true, or null. `after` is the time of the measurement before it, in seconds. */
export function flawIn(measurement: Measurement, after: number | null): string | null {
  const { at } = measurement
  if (!Number.isFinite(at) || at < 0) return `its time must be 0 s or later, found ${at}`
  if (after !== null && at <= after) return `its time must be later than the one before it (${after} s), found ${at} s`
  if (measurement.kind === 'rate') return flawInRate(measurement.rate)
  if (measurement.kind === 'counts') {
    const { errors, total, baseline } = measurement
    const flaw = baseline && flawInCounts(baseline.errors, baseline.total)
    return flawInCounts(errors, total) ?? (flaw ? `baseline: ${flaw}` : null)
  }
  return null
}

/** A rate is a ratio from 0 to 1. */
export function flawInRate(rate: number): string | null {
  if (Number.isFinite(rate) && rate >= 0 && rate <= 1) return null
  return `an error rate must be a ratio from 0 to 1, found ${rate}`
}

/** Counts are finite, not negative, and no more errors than requests. */
export function flawInCounts(errors: number, total: number): string | null {
  for (const [name, value] of [
    ['errors', errors],
    ['total', total],
  ] as const)
    if (!Number.isFinite(value) || value < 0) return `${name} must be a number, 0 or more, found ${value}`
  return errors > total ? `errors must not exceed total, found ${errors} errors of ${total} requests` : null
}

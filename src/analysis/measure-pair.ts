import { beginMeasuring, type Carried, measureSince } from './measure-since.ts'
import type { Measurement } from './measurement.ts'
import type { Reading } from './reading.ts'

/** What has to be remembered from one poll to the next, for the release and its baseline. Plain data. */
export type CarriedPair = { release: Carried; baseline: Carried }

export function beginMeasuringPair(): CarriedPair {
  return { release: beginMeasuring(), baseline: beginMeasuring() }
}

/**
 * `measureSince` for a release and its baseline, over the same intervals: when either of them has no answer, neither
 * moves on, and the next good poll covers the time of both. Bare rates cannot be compared and are `wrong-type`.
 */
export function measurePair(
  carried: CarriedPair,
  readings: { release: Reading; baseline: Reading },
  at: number,
): { carried: CarriedPair; measurement: Measurement | null } {
  const release = measureSince(carried.release, readings.release, at)
  const baseline = measureSince(carried.baseline, readings.baseline, at)
  for (const [name, { measurement }] of Object.entries({ release, baseline })) {
    if (measurement?.kind === 'unavailable')
      return { carried, measurement: { ...measurement, detail: `${name}: ${measurement.detail}` } }
    if (measurement?.kind === 'rate') {
      const detail = `${name}: a comparison needs counts of errors and requests, found a bare rate`
      return { carried, measurement: { kind: 'unavailable', at, what: 'wrong-type', detail } }
    }
  }
  const moved = { release: release.carried, baseline: baseline.carried }
  if (release.measurement === null || baseline.measurement === null) return { carried: moved, measurement: null }
  if (release.measurement.kind === 'nothing' && baseline.measurement.kind === 'nothing')
    return { carried: moved, measurement: release.measurement }
  const counts = countsOf(release.measurement)
  return { carried: moved, measurement: { kind: 'counts', at, ...counts, baseline: countsOf(baseline.measurement) } }
}

function countsOf(measurement: Measurement): { errors: number; total: number } {
  return measurement.kind === 'counts'
    ? { errors: measurement.errors, total: measurement.total }
    : { errors: 0, total: 0 }
}

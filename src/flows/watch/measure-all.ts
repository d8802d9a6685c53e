import { beginMeasuringPair, type CarriedPair, measurePair } from '../../analysis/measure-pair.ts'
import { measureSince } from '../../analysis/measure-since.ts'
import type { Measurement } from '../../analysis/measurement.ts'
import type { Reading } from '../../analysis/reading.ts'
import type { WatchedMetric } from './watched-metric.ts'

/** How far the measuring of one metric has got. */
export type Gauge = { metric: WatchedMetric; carried: CarriedPair; since: number; answered: boolean }

/** `since`: milliseconds since the epoch from which on requests are counted. */
export const beginGauges = (metrics: readonly WatchedMetric[], since: number): Gauge[] =>
  metrics.map((metric) => ({ metric, carried: beginMeasuringPair(), since, answered: false }))

/**
 * Asks all sources at once. `until` in milliseconds since the epoch, `at` in seconds since the deploy. What there was
 * nothing to learn from has no measurement, such as the first counters: they are where counting begins.
 */
export async function measureAll(
  gauges: readonly Gauge[],
  until: number,
  at: number,
): Promise<{ gauges: Gauge[]; measurements: ReadonlyMap<string, Measurement> }> {
  const steps = await Promise.all(gauges.map((gauge) => measure(gauge, until, at)))
  return {
    gauges: steps.map(({ gauge }) => gauge),
    measurements: new Map(
      steps.flatMap(({ gauge, measurement }) => (measurement ? [[gauge.metric.name, measurement] as const] : [])),
    ),
  }
}

async function measure(gauge: Gauge, until: number, at: number) {
  const { metric, since, answered } = gauge
  const window = { since, until }
  const [release, baseline] = await Promise.all([metric.source.read(window), metric.baseline?.read(window)])
  const { carried, measurement } = baseline
    ? measurePair(gauge.carried, { release, baseline }, at)
    : measureAlone(gauge.carried, release, at, metric.policy.rateWindow)
  if (release.kind === 'unavailable' || baseline?.kind === 'unavailable')
    return { gauge: { ...gauge, carried }, measurement }
  // The first answer is where counting begins. It says nothing of the time since.
  return { gauge: { metric, carried, since: until, answered: true }, measurement: answered ? measurement : null }
}

function measureAlone(carried: CarriedPair, reading: Reading, at: number, rateWindow?: number) {
  const step = measureSince(carried.release, reading, at, rateWindow)
  return { carried: { ...carried, release: step.carried }, measurement: step.measurement }
}

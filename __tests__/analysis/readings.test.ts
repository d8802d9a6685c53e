import { describe, expect, it } from '@jest/globals'
import { normal, seeded } from '../../bench/judge/random.ts'
import { beginMeasuring, measureSince } from '../../src/analysis/measure-since.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import type { Policy } from '../../src/analysis/policy.ts'
import type { Reading } from '../../src/analysis/reading.ts'
import { readingRatios, readingShares } from '../../src/analysis/reading-test.ts'
import { limitReading, scoreReading } from '../../src/analysis/special-readings.ts'
import { defaults, watch } from './policies.ts'

function measured(policy: Policy, read: (at: number) => Reading): Measurement[] {
  let carried = beginMeasuring()
  const measurements: Measurement[] = []
  for (let at = policy.interval; at <= policy.duration; at += policy.interval) {
    const step = measureSince(carried, read(at), at)
    carried = step.carried
    if (step.measurement) measurements.push(step.measurement)
  }
  return measurements
}

describe('scores that must not fall below 0.7', () => {
  const policy: Policy = { ...defaults, threshold: 0.3, reads: 'score', interval: 10 }
  const scores = (mean: number) => {
    const random = seeded(mean * 1000)
    return measured(policy, () => scoreReading(Math.min(1, Math.max(0, mean + 0.15 * normal(random)))))
  }

  it.each([
    [0.85, 'healthy'],
    [0.5, 'regressed'],
    [0.3, 'regressed'],
  ] as const)('mean %d', (mean, verdict) => {
    expect(watch(policy, scores(mean)).verdict).toBe(verdict)
  })

  it('counts a steady score once a window where the window is told, and once a minute where it is not', () => {
    const steady = (rateWindow?: number) => {
      let carried = beginMeasuring()
      return [10, 20, 30, 40, 50, 60, 70].filter((at) => {
        const step = measureSince(carried, scoreReading(0.5), at, rateWindow)
        carried = step.carried
        return step.measurement !== null
      })
    }
    expect(steady()).toEqual([10, 70])
    expect(steady(10)).toHaveLength(7)
  })

  it('speaks of scores', () => {
    expect(watch(policy, scores(0.3)).sentence).toMatch(/^mean score 0\.\d+ .*is below the lowest good score of 0\.7/)
  })
})

describe('a latency that may exceed its limit in 20% of the readings', () => {
  const policy: Policy = { ...defaults, threshold: 0.2, reads: 'limit', interval: 60 }
  const latencies = (slow: (i: number) => boolean) =>
    measured(policy, (at) => limitReading(slow(at / 60) ? 900 : 200, 500))

  it('is regressed when it is too slow all the time, healthy when it seldom is', () => {
    expect(
      watch(
        policy,
        latencies(() => true),
      ),
    ).toMatchObject({ verdict: 'regressed', reason: 'above-threshold' })
    expect(
      watch(
        policy,
        latencies((i) => i === 4),
      ),
    ).toMatchObject({ verdict: 'healthy' })
  })

  it('takes what is no number for nothing', () => {
    expect(limitReading(Number.NaN, 500)).toMatchObject({ kind: 'nothing', what: 'not-a-number' })
  })
})

it.each([
  ['error-rate', 0.01],
  ['error-rate', 0.3],
  ['limit', 0.2],
] as const)('bets on %s are fair at the threshold %d', (reads, threshold) => {
  const policy = { ...defaults, reads, threshold }
  // Readings are 1 with the threshold's probability, else 0: the most dispersed that there are.
  const [low, high] = [readingRatios(policy, 0), readingRatios(policy, 1)]
  low.forEach((ratio, k) => {
    expect(ratio * (1 - threshold) + (high[k] as number) * threshold).toBeLessThanOrEqual(1 + 1e-12)
  })
  expect(low).toHaveLength(readingShares(policy).length)
})

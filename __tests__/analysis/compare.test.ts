import { describe, expect, it } from '@jest/globals'
import { COMPARE_SHARES, compareRatios } from '../../src/analysis/compare-test.ts'
import { beginMeasuringPair, measurePair } from '../../src/analysis/measure-pair.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import type { Reading } from '../../src/analysis/reading.ts'
import { defaults, steady, watch } from './policies.ts'

const compared = { ...defaults, baseline: { tolerate: 0 } }

/** The same traffic in both arms. */
function arms(release: (at: number) => number, baseline: (at: number) => number): Measurement[] {
  const beside = steady(defaults, 10, baseline)
  return steady(defaults, 10, release).map((measurement, i) => {
    const { errors, total } = beside[i] as { errors: number; total: number }
    return { ...measurement, baseline: { errors, total } } as Measurement
  })
}

describe('a release beside its baseline', () => {
  it.each([
    ['4 times the errors', () => 0.02, () => 0.005, 'regressed'],
    ['an outage of the release alone', () => 1, () => 0.005, 'regressed'],
    ['the same rate', () => 0.005, () => 0.005, 'healthy'],
    ['fewer errors', () => 0.002, () => 0.02, 'healthy'],
    ['a dependency that is down for both', () => 0.3, () => 0.3, 'healthy'],
  ] as [string, () => number, () => number, string][])('%s', (_, release, baseline, verdict) => {
    expect(watch(compared, arms(release, baseline))).toMatchObject({ verdict })
  })

  it('tolerates what it is told to', () => {
    const polls = arms(
      () => 0.02,
      () => 0.01,
    )
    expect(watch(compared, polls).verdict).toBe('regressed')
    expect(watch({ ...compared, baseline: { tolerate: 1.5 } }, polls).verdict).toBe('healthy')
  })

  it('names both rates', () => {
    const { sentence } = watch(
      compared,
      arms(
        () => 0.1,
        () => 0.01,
      ),
    )
    expect(sentence).toMatch(
      /^error rate 10% \(.*\) beside .*% of the baseline \(.* requests\) is more than 1 times the baseline's/,
    )
  })

  describe('judged against the threshold beside a control', () => {
    const controlled = { ...defaults, control: true }

    it.each([
      ['an outage of the release alone', () => 1, () => 0.005, 'regressed', 'outage'],
      ['ten times the threshold, the baseline below it', () => 0.1, () => 0.005, 'regressed', 'above-threshold'],
      ['a dependency that is down for both', () => 0.3, () => 0.3, 'inconclusive', 'common-fault'],
      ['both below the threshold', () => 0.002, () => 0.004, 'healthy', undefined],
    ] as [string, () => number, () => number, string, string | undefined][])(
      '%s',
      (_, release, baseline, verdict, reason) => {
        expect(watch(controlled, arms(release, baseline))).toMatchObject({ verdict, ...(reason ? { reason } : {}) })
      },
    )

    it('leaves a fault of the release alone that follows one that both had to the comparison', () => {
      const both = (at: number) => (at > 60 && at < 120 ? 0.2 : 0.002)
      const release = (at: number) => (at > 240 ? 0.5 : both(at))
      expect(watch(controlled, arms(release, both))).toMatchObject({ reason: 'common-fault' })
      expect(watch(compared, arms(release, both))).toMatchObject({ verdict: 'regressed' })
    })

    it('does not roll back for a short fault of both late in a watch that went well', () => {
      const late = (at: number) => (at > 500 && at < 560 ? 0.3 : 0.001)
      expect(watch(controlled, arms(late, late)).verdict).not.toBe('regressed')
    })

    it('says what both have in common', () => {
      const { sentence } = watch(
        controlled,
        arms(
          () => 0.3,
          () => 0.3,
        ),
      )
      expect(sentence).toMatch(
        /is above the threshold of 1%, but so is the baseline's in that time \(.* of .* requests\)/,
      )
    })
  })

  it('has a mean of at most 1 for a share of errors at or below the expected one', () => {
    // Binomial split of m errors: the release has x of them with probability at most φ.
    const chances = (m: number, p: number): number[] => {
      let chance = (1 - p) ** m
      return Array.from({ length: m + 1 }, (_, x) => {
        const now: number = chance
        chance *= ((m - x) / (x + 1)) * (p / (1 - p))
        return now
      })
    }
    for (const [canary, baseline] of [
      [100, 100],
      [20, 500],
      [500, 20],
    ] as const)
      for (const tolerate of [0, 0.2])
        for (const m of [1, 5, 40]) {
          const expected = (canary * (1 + tolerate)) / (canary * (1 + tolerate) + baseline)
          for (const p of [expected, expected / 2]) {
            const means = COMPARE_SHARES.map(() => 0)
            chances(m, p).forEach((chance, x) => {
              const ratios = compareRatios({ errors: x, total: canary }, { errors: m - x, total: baseline }, tolerate)
              ratios.regressed.forEach((ratio, k) => {
                means[k] = (means[k] as number) + chance * ratio
              })
            })
            expect(Math.max(...means)).toBeLessThanOrEqual(1 + 1e-9)
          }
        }
  })
})

describe('measurePair', () => {
  const counters = (errors: number, total: number): Reading => ({
    kind: 'counters',
    errors: new Map([['a', errors]]),
    total: new Map([['a', total]]),
  })
  const down: Reading = { kind: 'unavailable', what: 'timeout', detail: 'slow' }
  const measure = (...polls: [Reading, Reading][]) => {
    let carried = beginMeasuringPair()
    return polls.map(([release, baseline], i) => {
      const step = measurePair(carried, { release, baseline }, (i + 1) * 5)
      carried = step.carried
      return step.measurement
    })
  }

  it('keeps both arms on the same interval when one of them fails', () => {
    const polls = measure([counters(0, 0), counters(0, 0)], [counters(1, 10), down], [counters(3, 30), counters(2, 50)])
    expect(polls[1]).toEqual({ ...down, at: 10, detail: 'baseline: slow' })
    expect(polls[2]).toEqual({ kind: 'counts', at: 15, errors: 3, total: 30, baseline: { errors: 2, total: 50 } })
  })

  it('refuses bare rates, and takes silence of both for no traffic', () => {
    const rate: Reading = { kind: 'rate', rate: 0.1 }
    expect(measure([rate, rate])[0]).toMatchObject({ kind: 'unavailable', what: 'wrong-type' })
    expect(measure([counters(1, 9), counters(1, 9)], [counters(1, 9), counters(1, 9)])[1]).toMatchObject({
      kind: 'nothing',
      what: 'no-traffic',
    })
  })
})

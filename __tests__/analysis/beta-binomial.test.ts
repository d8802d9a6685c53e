import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { logLikelihoodRatio, noisePrecision } from '../../src/analysis/beta-binomial.ts'
import { logGammaRatio } from '../../src/analysis/log-gamma-ratio.ts'

/** ln Γ(a + x) − ln Γ(a) as the plain product that it is for a whole x. */
function risingLog(a: number, x: number): number {
  let sum = 0
  for (let i = 0; i < x; i += 1) sum += Math.log(a + i)
  return sum
}

function recomputed(q: number, theta: number, m: number, x: number, n: number): number {
  return (
    risingLog(q * m, x) - risingLog(theta * m, x) + risingLog((1 - q) * m, n - x) - risingLog((1 - theta) * m, n - x)
  )
}

/** All ln P(x of n), x = 0…n, of a beta-binomial with mean p and precision m; m = Infinity is the binomial. */
function distribution(p: number, m: number, n: number): number[] {
  const step = (x: number) => (m === Number.POSITIVE_INFINITY ? p / (1 - p) : (p * m + x) / ((1 - p) * m + n - x - 1))
  const logs = [0]
  for (let x = 0; x < n; x += 1) logs.push((logs[x] as number) + Math.log(((n - x) / (x + 1)) * step(x)))
  const highest = Math.max(...logs)
  const sum = logs.reduce((total, log) => total + Math.exp(log - highest), 0)
  return logs.map((log) => log - highest - Math.log(sum))
}

function meanRatio(chances: number[], q: number, theta: number, m: number): number {
  const n = chances.length - 1
  return chances.reduce((mean, chance, x) => mean + Math.exp(chance + logLikelihoodRatio(q, theta, m, x, n)), 0)
}

describe('logGammaRatio', () => {
  it('agrees with the rising factorial for whole steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), fc.integer({ min: 0, max: 500 }), (z, delta) => {
        const expected = risingLog(z, delta)
        expect(Math.abs(logGammaRatio(z, delta) - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)))
      }),
    )
  })

  it('keeps its precision where two values of ln Γ would cancel', () => {
    // Γ(z + 2)/Γ(z) = z (z + 1)
    expect(logGammaRatio(1e15, 2)).toBeCloseTo(Math.log(1e15) + Math.log(1e15 + 1), 10)
  })
})

describe('logLikelihoodRatio', () => {
  it('is no bet won on average at the threshold when requests count for less than one, as extrapolated ones do', () => {
    for (const theta of [0.001, 0.01, 0.2])
      for (const [q, n] of [
        [1.5, 40],
        [5, 7],
      ] as const) {
        const rate = Math.min((q * theta) / (1 + (q - 1) * theta), 0.9)
        const precision = noisePrecision(0.5, theta, rate, 5)
        const mean = distribution(theta, Number.POSITIVE_INFINITY, n).reduce(
          (sum, chance, x) => sum + Math.exp(chance + logLikelihoodRatio(rate, theta, precision, 0.4 * x, 0.4 * n)),
          0,
        )
        expect(mean).toBeLessThanOrEqual(1 + 1e-9)
      }
  })

  it('agrees with the plain sums of logs, above and below the threshold', () => {
    const rate = fc.double({ min: 0.001, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 2, max: 2000 }), fc.nat(300), fc.nat(300), (q, theta, m, x, rest) => {
        const expected = recomputed(q, theta, m, x, x + rest)
        expect(Math.abs(logLikelihoodRatio(q, theta, m, x, x + rest) - expected)).toBeLessThan(
          1e-8 * Math.max(1, Math.abs(expected)),
        )
      }),
    )
  })

  it('is the binomial ratio without noise, and comes close to it at a high precision', () => {
    const expected = 3 * Math.log(0.05 / 0.01) + 97 * Math.log(0.95 / 0.99)
    expect(logLikelihoodRatio(0.05, 0.01, Number.POSITIVE_INFINITY, 3, 100)).toBeCloseTo(expected, 12)
    expect(logLikelihoodRatio(0.05, 0.01, 1e9, 3, 100)).toBeCloseTo(expected, 4)
  })

  it('says nothing without requests', () => {
    expect(logLikelihoodRatio(0.5, 0.01, 100, 0, 0)).toBe(0)
  })

  it.each([0, 0.5, 2])('has a mean of at most 1 for every less dispersed count, noise %d', (noise) => {
    // The dispersion lemma: binomial at or below the threshold, and beta-binomial with less noise or a lower mean.
    for (const theta of [0.001, 0.01, 0.1, 0.2])
      for (const multiple of [1.5, 2, 5, 20])
        for (const seconds of [5, 60])
          for (const n of [1, 10, 300]) {
            const q = (multiple * theta) / (1 - theta + multiple * theta)
            const m = noisePrecision(noise, theta, q, seconds)
            for (const [p, spread] of [
              [theta, Number.POSITIVE_INFINITY],
              [theta, 3 * m],
              [theta / 2, m],
            ] as const) {
              expect(meanRatio(distribution(p, spread, n), q, theta, m)).toBeLessThanOrEqual(1 + 1e-9)
            }
          }
  })

  it('would break that bound without the cap on the assumed noise', () => {
    const [q, theta] = [0.0149, 0.01]
    const uncapped = 20
    expect(noisePrecision(3, theta, q, 5)).toBeGreaterThan(uncapped)
    const means = [1, 10, 100, 1000].map((n) =>
      meanRatio(distribution(theta, Number.POSITIVE_INFINITY, n), q, theta, uncapped),
    )
    const largest = Math.max(...means)
    expect(largest).toBeGreaterThan(1.0005)
  })
})

import { logGammaRatio } from './log-gamma-ratio.ts'

/**
 * ln of the likelihood ratio of `errors` failures in `total` requests: beta-binomial with mean `alternative` over
 * beta-binomial with mean `null_`, both with the same precision M (so the binomial coefficients cancel). M = Infinity
 * is the binomial case. Both means are in (0, 1); counts may be fractional, as extrapolating sources give them.
 *
 * With R(a, x) = ln Γ(a + x) − ln Γ(a) it is
 * R(qM, x) − R(θM, x) + R((1−q)M, n−x) − R((1−θ)M, n−x).
 */
export function logLikelihoodRatio(
  alternative: number,
  null_: number,
  precision: number,
  errors: number,
  total: number,
): number {
  if (total === 0) return 0
  const passed = total - errors
  if (precision === Number.POSITIVE_INFINITY) {
    return errors * Math.log(alternative / null_) + passed * (Math.log1p(-alternative) - Math.log1p(-null_))
  }
  const [low, high, sign] = alternative > null_ ? [null_, alternative, 1] : [alternative, null_, -1]
  const delta = (high - low) * precision
  const failing = low * precision
  const passing = (1 - high) * precision
  const fromErrors = logGammaRatio(failing + errors, delta) - logGammaRatio(failing, delta)
  const fromPassed = logGammaRatio(passing + passed, delta) - logGammaRatio(passing, delta)
  return sign * (fromErrors - fromPassed)
}

/**
 * Precision M of a rate with mean `mean` that wobbles by `noise` (relative standard deviation) from one 10 s window to
 * the next, seen over `seconds`. Capped from below by 1/|alternative − mean|: that keeps the likelihood ratio convex in
 * the number of errors, and so its mean at most 1 for every count that is less dispersed than this one (docs/judgement.md).
 */
export function noisePrecision(noise: number, mean: number, alternative: number, seconds: number): number {
  const odds = mean / (1 - mean)
  const correlation = noise * noise * odds * (10 / seconds)
  const assumed = correlation > 0 ? 1 / correlation - 1 : Number.POSITIVE_INFINITY
  return Math.max(assumed, 1 / Math.abs(alternative - mean))
}

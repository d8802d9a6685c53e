import { healthyAlternatives, regressedAlternatives } from './alternatives.ts'
import { logLikelihoodRatio, noisePrecision } from './beta-binomial.ts'
import { compareRatios, HEALTHY_COMPARISONS } from './compare-test.ts'
import type { Counted } from './counted.ts'
import type { Policy } from './policy.ts'

/** Likelihood ratios are cut off here; cutting off above only lowers the evidence. */
const HIGHEST_LOG = 200

/**
 * What one round of `seconds` says: likelihood ratios "the error rate is this alternative" over "is the threshold" (or
 * as tolerated beside the baseline), and logs of the mirrored ones, for the proof that the release is healthy.
 */
export function countRatios(
  policy: Policy,
  counted: Counted,
  seconds: number,
): { regressed: number[]; healthyLogs: number[] } {
  if (policy.baseline)
    return compareRatios(counted, counted.baseline ?? { errors: 0, total: 0 }, policy.baseline.tolerate)
  const { threshold, noise } = policy
  const log = (rate: number) => {
    const precision = noisePrecision(noise, threshold, rate, seconds)
    return Math.min(logLikelihoodRatio(rate, threshold, precision, counted.errors, counted.total), HIGHEST_LOG)
  }
  return {
    regressed: regressedAlternatives(threshold).map(({ rate }) => Math.exp(log(rate))),
    healthyLogs: healthyAlternatives(threshold).map(log),
  }
}

/** How many alternatives the proof of health has. */
export function healthyCount(policy: Policy): number {
  return policy.baseline ? HEALTHY_COMPARISONS : healthyAlternatives(policy.threshold).length
}

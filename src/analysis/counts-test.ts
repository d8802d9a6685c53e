import { healthyAlternatives, regressedAlternatives } from './alternatives.ts'
import { logLikelihoodRatio, noisePrecision } from './beta-binomial.ts'
import type { Policy } from './policy.ts'

type Counts = { errors: number; total: number }
/** Likelihood ratios are cut off here; cutting off above only lowers the evidence. */
const HIGHEST_LOG = 200

/** Likelihood ratios "error rate is this alternative" over "is the threshold" of what one round of `seconds` saw. */
export function regressedRatios(policy: Policy, counts: Counts, seconds: number): number[] {
  return regressedAlternatives(policy.threshold).map(({ rate }) => Math.exp(logRatio(policy, rate, counts, seconds)))
}

/** ln of the mirrored ratios, for the proof that the rate is below the threshold. */
export function healthyLogRatios(policy: Policy, counts: Counts, seconds: number): number[] {
  return healthyAlternatives(policy.threshold).map((alternative) => logRatio(policy, alternative, counts, seconds))
}

function logRatio(
  { threshold, noise }: Policy,
  alternative: number,
  { errors, total }: Counts,
  seconds: number,
): number {
  const precision = noisePrecision(noise, threshold, alternative, seconds)
  return Math.min(logLikelihoodRatio(alternative, threshold, precision, errors, total), HIGHEST_LOG)
}

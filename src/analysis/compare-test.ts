import type { Alternative } from './alternatives.ts'
import { logLikelihoodRatio } from './beta-binomial.ts'

type Counts = { errors: number; total: number }
/** How many times worse than tolerated, and the share of the stakes on it. */
const TIMES: [times: number, share: number][] = [
  [1.5, 0.2],
  [2, 0.3],
  [3, 0.2],
  [5, 0.15],
  [10, 0.1],
  [30, 0.05],
]
const HEALTHY_TIMES = [0.1, 0.5, 1]
/** "Healthy" is proven against this many times the tolerated rate. */
export const MARGIN = 1.5
/** The ratio of the two error rates may wobble by this much between healthy releases. */
const NOISE = 0.3
const HIGHEST_LOG = 200

export const COMPARE_SHARES: Alternative['share'][] = TIMES.map(([, share]) => share)
export const HEALTHY_COMPARISONS = HEALTHY_TIMES.length

/**
 * Canary against baseline: given m errors in both arms, the canary's share of them is at most
 * φ = n_c (1 + δ) / (n_c (1 + δ) + n_b) when its rate is at most 1 + δ times the baseline's. What hits both arms alike
 * cancels out. Source: Lindon & Malek 2022 (arXiv 2011.03567), made one-sided by the alternatives. Returns likelihood
 * ratios for "worse", and logs of those for "not worse than MARGIN times the tolerated rate".
 */
export function compareRatios(
  canary: Counts,
  baseline: Counts,
  tolerate: number,
): { regressed: number[]; healthyLogs: number[] } {
  const odds = (canary.total * (1 + tolerate)) / baseline.total
  const errors = canary.errors + baseline.errors
  if (!(odds > 0 && Number.isFinite(odds)) || errors === 0)
    return { regressed: TIMES.map(() => 1), healthyLogs: HEALTHY_TIMES.map(() => 0) }
  const log = (times: number, null_: number) =>
    Math.min(
      logLikelihoodRatio(
        share(times * odds),
        share(null_ * odds),
        precision(times * odds, null_ * odds),
        canary.errors,
        errors,
      ),
      HIGHEST_LOG,
    )
  return {
    regressed: TIMES.map(([times]) => Math.exp(log(times, 1))),
    healthyLogs: HEALTHY_TIMES.map((times) => log(times, MARGIN)),
  }
}

function share(odds: number): number {
  return odds / (1 + odds)
}

/** Beta precision 1/ρ − 1 with ρ = φ (1 − φ) noise², capped as in `noisePrecision`. */
function precision(alternativeOdds: number, nullOdds: number): number {
  const expected = share(nullOdds)
  const correlation = expected * (1 - expected) * NOISE * NOISE
  return Math.max(1 / correlation - 1, 1 / Math.abs(share(alternativeOdds) - expected))
}

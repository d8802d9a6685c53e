import type { Policy } from './policy.ts'

const STAKES = [0.1, 0.25, 0.5, 0.9]
const BAD_SHARES = [0.5, 0.8, 0.97]

/** The shares of the stakes for readings without counts: all bets alike. */
export function readingShares(policy: Policy): number[] {
  const bets = policy.reads === 'limit' ? BAD_SHARES.length : STAKES.length + 1
  return Array(bets).fill(1 / bets)
}

/** What one reading without counts is worth, each with a mean of at most 1 while the threshold is kept. */
export function readingRatios(policy: Policy, rate: number): number[] {
  return policy.reads === 'limit' ? limitRatios(policy.threshold, rate) : rateRatios(policy.threshold, rate)
}

/** The same as one bet, for a reading in the midst of counts. */
export function readingBet(policy: Policy, rate: number): number {
  const ratios = readingRatios(policy, rate)
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
}

/**
 * Bets against "the mean of the readings is at most the threshold", for readings from 0 to 1: 1 + f (y − θ)/θ for four
 * stakes f, and last a bet on an outage, 1/2 + 1/2 · 1{y ≥ 1/2} / (2θ), fair by Markov's inequality. A score that must
 * not fall below s is the same with y = 1 − score and θ = 1 − s. Source: Waudby-Smith & Ramdas 2023, Estimating means
 * of bounded random variables by betting.
 */
function rateRatios(threshold: number, rate: number): number[] {
  const bets = STAKES.map((stake) => 1 + (stake * (rate - threshold)) / threshold)
  return [...bets, 0.5 + (rate >= 0.5 ? Math.min(0.25 / threshold, 1e200) : 0)]
}

/** Bernoulli likelihood ratios "this share of the readings is beyond the limit" over "the threshold's share is". */
function limitRatios(threshold: number, rate: number): number[] {
  return BAD_SHARES.map((share) => {
    const bad = Math.max(share, (1 + threshold) / 2)
    return rate > 0.5 ? bad / threshold : (1 - bad) / (1 - threshold)
  })
}

const STAKES = [0.1, 0.25, 0.5, 0.9]
/** All bets alike. */
export const RATE_SHARES = [0.2, 0.2, 0.2, 0.2, 0.2]

/**
 * Bets against "the mean of the readings is at most the threshold", for readings from 0 to 1 without any counts:
 * 1 + f (y − θ)/θ for four stakes f, and last a bet on an outage, 1/2 + 1/2 · 1{y ≥ 1/2} / (2θ), fair by Markov's
 * inequality. Source: Waudby-Smith & Ramdas 2023, Estimating means of bounded random variables by betting.
 */
export function rateRatios(threshold: number, rate: number): number[] {
  const bets = STAKES.map((stake) => 1 + (stake * (rate - threshold)) / threshold)
  return [...bets, 0.5 + (rate >= 0.5 ? Math.min(0.25 / threshold, 1e200) : 0)]
}

/** One error rate that a regression is looked for at, and the share of the stakes that is put on it. */
export type Alternative = { rate: number; share: number }

const MULTIPLES: [multiple: number, share: number][] = [
  [1.5, 0.1],
  [2, 0.35],
  [3, 0.2],
  [5, 0.15],
  [10, 0.1],
  [20, 0.05],
  [50, 0.02],
]
const FRACTIONS = [0.02, 0.2, 0.4, 0.6, 0.8]
const HIGHEST = 0.9
/** A near-total outage. */
export const OUTAGE: Alternative = { rate: 0.95, share: 0.03 }

/**
 * What a regression is looked for at: multiples of the threshold's odds up to 0.9, and last of all a near-total outage.
 * More is staked on the small ones: they are slow to prove, while large ones gain more from one error than from any
 * stake. `threshold` is in (0, 1); every alternative is above it and the shares add up to 1.
 */
export function regressedAlternatives(threshold: number): Alternative[] {
  const odds = threshold / (1 - threshold)
  const shares = new Map<number, number>()
  for (const [multiple, share] of MULTIPLES) {
    const rate = Math.min((multiple * odds) / (1 + multiple * odds), HIGHEST)
    if (rate > threshold) shares.set(rate, (shares.get(rate) ?? 0) + share)
  }
  shares.set(Math.max(OUTAGE.rate, (1 + threshold) / 2), OUTAGE.share)
  const sum = [...shares.values()].reduce((total, share) => total + share, 0)
  return [...shares].map(([rate, share]) => ({ rate, share: share / sum }))
}

/** The error rates that "healthy" is proven with: fractions of the threshold. */
export function healthyAlternatives(threshold: number): number[] {
  return FRACTIONS.map((fraction) => fraction * threshold)
}

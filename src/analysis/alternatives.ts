const MULTIPLES = [1.5, 2, 3, 5, 10, 20, 50]
const FRACTIONS = [0.02, 0.2, 0.4, 0.6, 0.8]
const HIGHEST = 0.9
const OUTAGE = 0.95

/**
 * The error rates that a regression is looked for at: multiples of the threshold's odds up to 0.9, and last of all a
 * near-total outage. `threshold` is in (0, 1); every alternative is above it.
 */
export function regressedAlternatives(threshold: number): number[] {
  const odds = threshold / (1 - threshold)
  const rates = MULTIPLES.map((multiple) => Math.min((multiple * odds) / (1 + multiple * odds), HIGHEST))
  const above = [...new Set(rates)].filter((rate) => rate > threshold)
  return [...above, Math.max(OUTAGE, (1 + threshold) / 2)]
}

/** The error rates that "healthy" is proven with: fractions of the threshold. */
export function healthyAlternatives(threshold: number): number[] {
  return FRACTIONS.map((fraction) => fraction * threshold)
}

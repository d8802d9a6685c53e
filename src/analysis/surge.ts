/**
 * The stretch up to now in which errors exceed the threshold by most: what a sentence about a regression quotes, since
 * the average over the whole watch hides a regression that began late. A one-sided CUSUM at the threshold
 * (Page 1954).
 */
export type Surge = { since: number; errors: number; total: number }

export function advanceSurge(
  surge: Surge,
  seen: { start: number; errors: number; total: number },
  threshold: number,
): Surge {
  const excess = surge.errors - threshold * surge.total
  if (excess <= 0) return { since: seen.start, errors: seen.errors, total: seen.total }
  return { since: surge.since, errors: surge.errors + seen.errors, total: surge.total + seen.total }
}

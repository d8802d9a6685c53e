import { addCounts, type Counted } from './counted.ts'

/**
 * The stretch up to now in which errors exceed the threshold by most: what a sentence about a regression quotes, since
 * the average over the whole watch hides a regression that began late. A one-sided CUSUM at the threshold
 * (Page 1954).
 */
export type Surge = Counted & { since: number }

export function advanceSurge(surge: Surge, seen: Counted & { start: number }, threshold: number): Surge {
  const { start, ...counted } = seen
  const excess = surge.errors - threshold * surge.total
  return excess <= 0 ? { ...counted, since: start } : { ...addCounts(surge, counted), since: surge.since }
}

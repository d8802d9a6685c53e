import type { Counters } from './reading.ts'

/** Last known value of each series, in a form that JSON keeps. */
export type KnownCounters = readonly (readonly [series: string, value: number])[]

/**
 * How much the counters went up since `known`, over all series. A value that went down is a reset: all of it is new. A
 * series not seen before was born since, so all of it is new too. A series that is gone keeps its last value, for
 * when it comes back.
 */
export function counterIncrease(known: KnownCounters, now: Counters): { increase: number; known: KnownCounters } {
  const values = new Map(known)
  let increase = 0
  for (const [series, value] of now) {
    const before = values.get(series) ?? 0
    increase += value < before ? value : value - before
    values.set(series, value)
  }
  return { increase, known: [...values] }
}

/**
 * One answer of a metric source, before it is compared with the answer before it. Sources translate their wire format
 * into this and nothing else; what the answer means is decided in this floor. `of` is the moment that the source gives
 * a rate for, where it says so: with the same one it is the same reading, asked for again.
 */
export type Reading =
  | { kind: 'counters'; errors: Counters; total: Counters }
  | { kind: 'window'; errors: number; total: number }
  | { kind: 'rate'; rate: number; of?: number }
  | { kind: 'nothing'; what: NothingReason; detail: string }
  | { kind: 'unavailable'; what: UnavailableReason; detail: string }

/**
 * Cumulative counters since an unknown start, one per series, keyed by the series' labels. Kept apart rather than
 * summed so that the restart of one instance is seen as a reset of its own series. No entry means 0: the series has
 * not been born yet.
 */
export type Counters = ReadonlyMap<string, number>

/** The source answered properly, but there is nothing to count in its answer. */
export type NothingReason = 'empty' | 'not-a-number' | 'infinite' | 'no-traffic'

/** The source did not answer, or its answer cannot be understood. */
export type UnavailableReason =
  | 'timeout'
  | 'unreachable'
  | 'http-status'
  | 'redirected'
  | 'too-large'
  | 'malformed'
  | 'wrong-type'
  | 'missing-value'
  | 'out-of-range'
  | 'query-rejected'

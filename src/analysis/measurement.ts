import type { NothingReason, UnavailableReason } from './reading.ts'

/**
 * What one poll learnt about the release under watch. `at` is in seconds since the deploy was finished; counts cover
 * the interval since the last poll that was answered, so intervals never overlap.
 */
export type Measurement =
  | { kind: 'counts'; at: number; errors: number; total: number; baseline?: { errors: number; total: number } }
  | { kind: 'rate'; at: number; rate: number }
  | { kind: 'nothing'; at: number; what: NothingReason; detail: string }
  | { kind: 'unavailable'; at: number; what: UnavailableReason; detail: string }

import type { Reading } from './reading.ts'

/**
 * A score from 0 to 1 where more is better, such as an LLM judge's, as a reading: its shortfall from 1. Judged with
 * `reads: 'score'` and the threshold 1 − lowest good score.
 */
export function scoreReading(score: number): Reading {
  return { kind: 'rate', rate: 1 - score }
}

/**
 * A figure that must not exceed a limit, such as a latency quantile, as a reading: 1 beyond the limit, else 0. Judged
 * with `reads: 'limit'` and the share of such readings that is tolerated, such as 20%, as threshold.
 */
export function limitReading(value: number, limit: number): Reading {
  if (!Number.isFinite(value)) return { kind: 'nothing', what: 'not-a-number', detail: `${value}` }
  return { kind: 'rate', rate: value > limit ? 1 : 0 }
}

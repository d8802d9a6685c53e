import type { Reading } from '../analysis/reading.ts'

/** NaN is what a ratio is without any traffic: 0/0. */
export const rateReading = (rate: number): Reading => {
  if (Number.isNaN(rate)) return { kind: 'nothing', what: 'not-a-number', detail: 'rate: the value is NaN' }
  if (!Number.isFinite(rate)) return { kind: 'nothing', what: 'infinite', detail: `rate: the value is ${rate}` }
  if (rate >= 0 && rate <= 1) return { kind: 'rate', rate }
  const detail = `rate: expected a ratio from 0 to 1, such as 0.01 for 1 %, found ${rate}`
  return { kind: 'unavailable', what: 'out-of-range', detail }
}

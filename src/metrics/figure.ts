import type { Reading } from '../analysis/reading.ts'
import { limitReading, scoreReading } from '../analysis/special-readings.ts'
import type { FigureSettings } from '../config/settings.ts'

/** A single number that is asked for instead of counts: the setting that names it, and what the number says. */
export type Figure = { name: 'rate' | 'score' | 'value'; reading: (value: number) => Reading }

/** What a bare error rate says. NaN is what a ratio is without any traffic: 0/0. */
export const RATE: Figure = { name: 'rate', reading: (rate) => ratioReading('rate', rate) ?? { kind: 'rate', rate } }

/** What is asked for besides error rates. */
export function figureOf(settings: FigureSettings): Figure {
  if (settings.kind === 'score')
    return { name: 'score', reading: (score) => ratioReading('score', score) ?? scoreReading(score) }
  return { name: 'value', reading: (value) => limitReading(value, settings.atMost) }
}

/** Why this is no ratio, or null. */
function ratioReading(name: string, ratio: number): Reading | null {
  if (Number.isNaN(ratio)) return { kind: 'nothing', what: 'not-a-number', detail: `${name}: the value is NaN` }
  if (!Number.isFinite(ratio)) return { kind: 'nothing', what: 'infinite', detail: `${name}: the value is ${ratio}` }
  if (ratio >= 0 && ratio <= 1) return null
  const detail = `${name}: expected a ratio from 0 to 1, such as 0.01 for 1 %, found ${ratio}`
  return { kind: 'unavailable', what: 'out-of-range', detail }
}

import { median, percentile } from './statistics.ts'

export type Unit = 'requests' | 'ms' | 'MB'

export type Figure = {
  /** What was there: `few tags`, `50,000 tags`, … */
  case: string
  name: string
  /** Median when there were several runs. */
  value: number
  unit: Unit
  runs: number
  /** 95th percentile, nearest rank; null for a single run. */
  p95: number | null
  /** Most that is allowed; null for figures that stand there to explain others. */
  target: number | null
  met: boolean | null
  /** Something real that was measured in the same run. `ratio`: figure over it. */
  beside: { name: string; value: number; ratio: number } | null
}

export function figureOf(options: {
  of: string
  name: string
  values: readonly number[]
  unit: Unit
  target?: number
  beside?: { name: string; values: readonly number[] }
}): Figure {
  const { of, name, values, unit, target = null, beside } = options
  const value = round(median(values))
  const other = beside && round(median(beside.values))
  return {
    ...{ case: of, name, value, unit, runs: values.length },
    p95: values.length > 1 ? round(percentile(values, 0.95)) : null,
    target,
    met: target === null ? null : value <= target,
    beside: beside && other ? { name: beside.name, value: other, ratio: round(value / other, 2) } : null,
  }
}

const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits

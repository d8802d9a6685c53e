import type { Reading } from '../analysis/reading.ts'
import { RATE } from './figure.ts'
import { unavailable } from './source-settings.ts'

/** One value of one series, which is named by a canonical text of its labels. */
export type Sample = { series: string; value: number }

export type Samples = readonly Sample[]

/** Sums of the same figures in another order may differ in the last digits. */
const ROUNDING = 1e-9

/** Cumulative counters: series stay apart. No series of errors beside a total means that none was counted yet. */
export const countersReading = (errors: Samples, total: Samples): Reading => {
  const flaw = flawOf('errors', errors) ?? flawOf('total', total)
  if (flaw !== null) return flaw
  if (total.length === 0) return noSeries('total')
  return { kind: 'counters', errors: bySeries(errors), total: bySeries(total) }
}

/** Counts within the window that was asked for, over all series. */
export const windowReading = (errors: Samples, total: Samples): Reading => {
  const flaw = flawOf('errors', errors) ?? flawOf('total', total)
  if (flaw !== null) return flaw
  if (total.length === 0) return noSeries('total')
  const [failed, all] = [sum(errors), sum(total)]
  return { kind: 'window', errors: failed > all && failed <= all * (1 + ROUNDING) ? all : failed, total: all }
}

/** Exactly one value, from 0 to 1 unless it is another figure than an error rate. */
export const figureOfSamples = (samples: Samples, { name, reading } = RATE): Reading => {
  const [only, ...others] = samples
  if (only === undefined) return noSeries(name)
  if (others.length > 0)
    return unavailable('wrong-type', `${name}: expected one series, found ${samples.length}; sum them in the query`)
  return reading(only.value)
}

const noSeries = (name: string): Reading => ({
  ...{ kind: 'nothing', what: 'empty' },
  detail: `${name}: no series has a value; either there was nothing to count yet, or the query fits no series`,
})

const flawOf = (name: string, samples: Samples): Reading | null => {
  const seen = new Set<string>()
  for (const { series, value } of samples) {
    const what = `${name}: ${shown(series)}`
    if (Number.isNaN(value)) return { kind: 'nothing', what: 'not-a-number', detail: `${what} is NaN` }
    if (!Number.isFinite(value)) return { kind: 'nothing', what: 'infinite', detail: `${what} is ${value}` }
    if (value < 0) return unavailable('out-of-range', `${what}: expected a count, 0 or more, found ${value}`)
    if (seen.has(series)) return unavailable('malformed', `${what}: expected each series once, found it again`)
    seen.add(series)
  }
  return null
}

/** For a message: names come from the server, and may hold anything. */
const shown = (series: string): string => {
  const line = series.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
const bySeries = (samples: Samples) => new Map(samples.map(({ series, value }) => [series, value]))
const sum = (samples: Samples): number => samples.reduce((all, { value }) => all + value, 0)

import type { Tally } from '../service/tally.ts'
import type { Mark } from './marks.ts'

/** Milliseconds of one column. */
export const COLUMN_MS = 500
const ROWS = 5

/** Error rates of one column each, 0 to 1; null where nothing was answered. Times in milliseconds since the epoch. */
export const ratesOver = (tally: Tally, from: number, to: number, columnMs = COLUMN_MS): (number | null)[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / columnMs)) }, (_, at) => {
    const { failed, total } = tally.between(from + at * columnMs, from + (at + 1) * columnMs)
    return total === 0 ? null : failed / total
  })

/** The error rate that callers saw, one column for half a second unless told, with marks under the axis. */
export const rateChart = (
  tally: Tally,
  { from, to, columnMs = COLUMN_MS }: { from: number; to: number; columnMs?: number },
  marks: readonly Mark[],
): string[] => {
  const rates = ratesOver(tally, from, to, columnMs)
  const top = Math.max(0.05, ...rates.map((rate) => rate ?? 0))
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const floor = (top * (ROWS - 1 - index)) / ROWS
    const label = `${Math.round((top * (ROWS - index) * 100) / ROWS)}%`.padStart(6)
    const bars = rates.map((rate) => (rate !== null && rate > floor ? '#' : ' ')).join('')
    return `   ${label} |${bars}`.trimEnd()
  })
  const signs = Array.from({ length: rates.length + 1 }, () => ' ')
  for (const { at, sign } of marks)
    signs[Math.min(rates.length, Math.max(0, Math.floor((at - from) / columnMs)))] = sign
  return [...rows, `${' '.repeat(10)}+${'-'.repeat(rates.length)}`, `${' '.repeat(11)}${signs.join('').trimEnd()}`]
}

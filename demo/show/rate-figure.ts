import type { Tally } from '../service/tally.ts'
import type { Mark } from './marks.ts'
import { COLUMN_MS, ratesOver } from './rate-chart.ts'

const WIDTH = 900
const HEIGHT = 260
/** Room for labels: left, right, above and below. */
const ROOM = { left: 44, right: 8, top: 44, bottom: 24 }

const round = (figure: number): number => Math.round(figure * 10) / 10

/** The error rate that callers saw, as SVG in one block of HTML. `threshold` from 0 to 1, times in milliseconds. */
export const rateFigure = (
  tally: Tally,
  { from, to, threshold }: { from: number; to: number; threshold: number },
  marks: readonly Mark[],
): string => {
  const rates = ratesOver(tally, from, to)
  const top = Math.max(threshold * 1.2, Math.ceil(Math.max(...rates.map((rate) => rate ?? 0)) * 20) / 20)
  const x = (at: number): number => round(ROOM.left + ((at - from) / (to - from)) * (WIDTH - ROOM.left - ROOM.right))
  const y = (rate: number): number => round(HEIGHT - ROOM.bottom - (rate / top) * (HEIGHT - ROOM.top - ROOM.bottom))
  const across = (rate: number, kind: string): string =>
    `<line class="${kind}" x1="${ROOM.left}" x2="${WIDTH - ROOM.right}" y1="${y(rate)}" y2="${y(rate)}"/>`
  const points = rates.flatMap((rate, at) => (rate === null ? [] : [`${x(from + (at + 0.5) * COLUMN_MS)},${y(rate)}`]))
  const levels = [0, top / 2, top].map(
    (rate) =>
      `${across(rate, 'grid')}<text x="${ROOM.left - 8}" y="${y(rate) + 4}" text-anchor="end">${round(rate * 100)}%</text>`,
  )
  const seconds = Array.from({ length: Math.floor((to - from) / 5000) + 1 }, (_, index) => index * 5)
  const times = seconds.map(
    (second) => `<text x="${x(from + second * 1000)}" y="${HEIGHT - 6}" text-anchor="middle">${second} s</text>`,
  )
  // Neighbours take turns in two lines, so that their labels do not meet.
  const labels = marks
    .filter(({ at }) => at >= from && at <= to)
    .map(
      ({ at, meaning }, index) =>
        `<line class="mark" x1="${x(at)}" x2="${x(at)}" y1="${ROOM.top - 8}" y2="${HEIGHT - ROOM.bottom}"/>` +
        `<text x="${x(at)}" y="${index % 2 === 0 ? 30 : 14}" text-anchor="middle">${meaning}</text>`,
    )
  const title = '<title>Error rate that callers saw</title>'
  const content = [
    ...[title, ...levels, across(threshold, 'threshold'), ...times, ...labels],
    `<polyline class="line" points="${points.join(' ')}"/>`,
  ]
  return `<svg class="rates" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}">\n${content.join('\n')}\n</svg>`
}

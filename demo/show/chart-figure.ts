import type { Chart } from './read-chart.ts'

const WIDTH = 900
const HEIGHT = 300
/** Room for labels: left, right, above and below. */
const ROOM = { left: 52, right: 16, top: 44, bottom: 28 }

const round = (figure: number): number => Math.round(figure * 100) / 100

/** About six round steps. */
const ticksUpTo = (end: number): number[] => {
  const rough = end / 6
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * unit >= rough) ?? 10) * unit
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => round(index * step))
}

/** A chart of a job summary as SVG in one block of HTML, for where there is no mermaid. */
export const chartFigure = ({ title, width, height, lines }: Chart): string => {
  const x = (at: number): number => round(ROOM.left + (at / width) * (WIDTH - ROOM.left - ROOM.right))
  const y = (value: number): number =>
    round(HEIGHT - ROOM.bottom - (value / height) * (HEIGHT - ROOM.top - ROOM.bottom))
  const polyline = ({ colour, values }: Chart['lines'][number]): string => {
    const points = values.map((value, index) => `${x((index / (values.length - 1)) * width)},${y(value)}`)
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>`
  }
  const content = [
    `<text class="title" x="${WIDTH / 2}" y="22" text-anchor="middle">${title}</text>`,
    ...ticksUpTo(height).flatMap((value) => [
      `<line class="grid" x1="${ROOM.left}" x2="${WIDTH - ROOM.right}" y1="${y(value)}" y2="${y(value)}"/>`,
      `<text x="${ROOM.left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
    ]),
    ...ticksUpTo(width).map((at) => `<text x="${x(at)}" y="${HEIGHT - 8}" text-anchor="middle">${at}</text>`),
    ...lines.map(polyline),
  ]
  return `<svg class="rates" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}">\n${content.join('\n')}\n</svg>\n`
}

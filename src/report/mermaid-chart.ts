import { formatRate } from '../config/parse-rate.ts'
import type { Course } from './course.ts'
import { formatSeconds } from './format-seconds.ts'
import type { Mark } from './marks.ts'

/** Mermaid's xychart has no vertical lines. A line of this many points draws them: up and down again within one pixel. */
const POINTS = 400
/** Marks closer together than this share one line. */
const TOGETHER = POINTS / 50

/** They can be told apart on a light and on a dark ground. */
const COLOURS = { box: '#8b949e77', mark: '#8b949e', threshold: '#d1242f', rate: '#388bfd' }

/** The course of the metric as a mermaid chart, with a paragraph that says what its lines are. */
export function mermaidChart(course: Course): string {
  const { end, columns, threshold, marks, what } = course
  const [unit, seconds] = end > 3 * 3600 ? ['hours', 3600] : end > 180 ? ['minutes', 60] : ['seconds', 1]
  const highest = Math.max(threshold, ...columns.map(({ rate }) => rate ?? 0))
  const top = Math.min(100, roundUp(highest * 108))
  const groups = together(marks, end)
  const gaps = columns.some(({ rate }) => rate === null)
  // The last one drawn is on top.
  const lines: [string, number[]][] = [
    ...(gaps ? [[COLOURS.box, boxes(columns, top)] as [string, number[]]] : []),
    [COLOURS.mark, uprights(groups, top)],
    [COLOURS.threshold, [threshold * 100, threshold * 100]],
    [COLOURS.rate, joined(steps(columns)).map((rate) => rate * 100)],
  ]
  const chart = [
    '```mermaid',
    '---',
    'config:',
    '  xyChart: { width: 900, height: 300 }',
    `  themeVariables: { xyChart: { plotColorPalette: "${lines.map(([colour]) => colour).join(', ')}" } }`,
    '---',
    'xychart-beta',
    `  title "${what} in % by ${unit} since the deploy"`,
    `  x-axis 0 --> ${figure(end / seconds)}`,
    `  y-axis 0 --> ${figure(top)}`,
    ...lines.map(([, values]) => `  line [${values.map(figure)}]`),
    '```',
  ]
  return `${chart.join('\n')}\n\n<sub>${legend(course, groups, gaps)}</sub>`
}

const boxes = (columns: Course['columns'], top: number): number[] =>
  Array.from({ length: POINTS + 1 }, (_, point) => {
    const column = columns[Math.min(columns.length - 1, Math.floor((point / POINTS) * columns.length))]
    return column?.rate === null ? top : 0
  })

function uprights(groups: readonly MarkGroup[], top: number): number[] {
  const line = Array.from({ length: POINTS + 1 }, () => 0)
  for (const { point } of groups) line[point] = top
  return line
}

/** Two points for each column, so that a rate goes on until the next one. */
const steps = (columns: Course['columns']): (number | null)[] =>
  Array.from(
    { length: columns.length * 2 + 1 },
    (_, point) => columns[Math.min(columns.length - 1, point >> 1)]?.rate ?? null,
  )

type MarkGroup = { point: number; at: number; labels: string[] }

function together(marks: readonly Mark[], end: number): MarkGroup[] {
  const groups: MarkGroup[] = []
  for (const { at, label } of marks) {
    const point = Math.round((at / end) * POINTS)
    const last = groups.at(-1)
    if (last && point - last.point <= TOGETHER) last.labels.push(label)
    else groups.push({ point, at, labels: [label] })
  }
  return groups
}

const legend = ({ threshold, what }: Course, groups: readonly MarkGroup[], gaps: boolean): string => {
  const lines = groups.map(({ at, labels }) => `${labels.join(', ')} (${formatSeconds(at)})`)
  return [
    `Blue: ${what.toLowerCase()}. Red: threshold ${formatRate(threshold)}.`,
    `Upright lines from the left: ${lines.join('; ')}.`,
    ...(gaps ? ['In the grey boxes nothing was measured: the blue line only bridges them.'] : []),
  ].join(' ')
}

/** Bridges what was not measured by a straight line; at the ends by what is next to it. */
function joined(rates: readonly (number | null)[]): number[] {
  const known = rates.flatMap((rate, index) => (rate === null ? [] : [{ index, rate }]))
  return rates.map((rate, index) => {
    if (rate !== null) return rate
    const before = known.findLast((entry) => entry.index < index)
    const after = known.find((entry) => entry.index > index)
    if (!before || !after) return (before ?? after)?.rate ?? 0
    return before.rate + ((after.rate - before.rate) * (index - before.index)) / (after.index - before.index)
  })
}

/** 1, 2 or 5 times a power of ten is coarse for an axis; two digits are enough. */
const roundUp = (percent: number): number => {
  const unit = 10 ** (Math.floor(Math.log10(percent)) - 1)
  return Math.ceil(percent / unit) * unit
}

/** Mermaid takes no exponents. */
const figure = (value: number): string => String(Number(value.toFixed(4)))

import { formatRate } from '../config/parse-rate.ts'
import type { Course } from './course.ts'
import { formatSeconds } from './format-seconds.ts'

const BLOCKS = '▁▂▃▄▅▆▇█'
const NOTHING = '·'

/** The course of the metric in characters, for whoever does not see the chart. Marks stand below, and are explained. */
export function textChart({ columns, end, threshold, marks, what }: Course): string {
  const rates = columns.map(({ rate }) => rate)
  const highest = Math.max(...rates.map((rate) => rate ?? 0))
  const lines = [
    [what.toLowerCase(), rates.map((rate) => block(rate, highest)).join(''), `at most ${formatRate(highest)}`],
    [
      `above ${formatRate(threshold)}`,
      rates.map((rate) => (rate === null ? NOTHING : rate > threshold ? '■' : ' ')).join(''),
      '',
    ],
    ['for bad', evidenceLine(columns.map(({ evidence }) => evidence?.regressed ?? null)), ''],
    ['for good', evidenceLine(columns.map(({ evidence }) => evidence?.healthy ?? null)), ''],
    ['', signLine(marks, end, columns.length), ''],
  ]
  const width = Math.max(...lines.map(([title = '']) => title.length))
  const chart = lines.map(([title = '', line, note]) => `${title.padEnd(width)}  ${line}  ${note}`.trimEnd())
  const legend = marks.map(({ sign, label, at }) => `${sign}  ${label.padEnd(22)}${formatSeconds(at).padStart(8)}`)
  return [
    '```text',
    ...chart,
    '',
    ...legend,
    ...(rates.includes(null) ? [`${NOTHING}  nothing measured`] : []),
    '```',
  ].join('\n')
}

const block = (rate: number | null, highest: number): string =>
  rate === null ? NOTHING : (BLOCKS[highest === 0 ? 0 : Math.ceil((rate / highest) * (BLOCKS.length - 1))] ?? NOTHING)

/** Full only when decided. Empty before the first poll and after the verdict. */
const evidenceLine = (shares: readonly (number | null)[]): string =>
  shares.map((share) => (share === null ? ' ' : BLOCKS[Math.floor(share * (BLOCKS.length - 1))])).join('')

/** Marks in the same column stand side by side. */
function signLine(marks: Course['marks'], end: number, count: number): string {
  const signs: string[] = []
  for (const { at, sign } of marks) {
    let column = Math.max(0, Math.ceil((at / end) * count - 1e-6) - 1)
    while (signs[column] !== undefined) column++
    signs[column] = sign
  }
  return Array.from(signs, (sign) => sign ?? ' ').join('')
}

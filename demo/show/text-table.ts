import { COLUMNS } from './wrap.ts'

export type Column = { title: string; right?: boolean }

const cut = (line: string): string => (line.length > COLUMNS ? `${line.slice(0, COLUMNS - 3)}...` : line)

/** Aligned lines, the first one with the titles. A line that is too long for the demo is cut, so the widest text goes last. */
export const textTable = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent = '   ',
): string[] => {
  const cells = [columns.map(({ title }) => title), ...rows]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)))
  return cells.map((row) => {
    const line = columns.map(({ right }, at) => {
      const [text, width] = [row[at] ?? '', widths[at] ?? 0]
      return right ? text.padStart(width) : text.padEnd(width)
    })
    return cut(`${indent}${line.join('  ')}`.trimEnd())
  })
}

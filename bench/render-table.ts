import type { Figure } from './figure.ts'
import type { Machine } from './machine.ts'

export type Bench = { schemaVersion: 1; machine: Machine; quick: boolean; figures: Figure[] }

const HEAD = ['Figure', 'Median', 'p95', 'Runs', 'Target', 'Beside it, in the same run', '', 'Ratio']

const GUARD = 'npm run bench'
const SIX_REQUESTS =
  'The target of four requests for a healthy guard is from before it also asked which records are older than its own, and whether an incident is open: one request each, for two runs of the same moment and for people. After a rollback it finds an incident, comments on it and closes it, which makes nine.'

/** The figures as a Markdown table for each case. */
export function renderTable({ machine, figures }: Bench, command = GUARD): string {
  const cases = [...new Set(figures.map((figure) => figure.case))]
  const { cores, memoryGiB, node, system } = machine
  return [
    `Measured on ${cores} cores, ${memoryGiB} GiB of memory, ${system}, Node ${node}, by \`${command}\`: the committed bundle in a process of its own, against a local GitHub and a metric source on loopback.`,
    'Requests to the API are what GitHub counts against its limits; looks at a tag that are answered 304, and requests of git, are counted apart. The machine may have had other work: medians say more than p95.',
    ...(command === GUARD ? [SIX_REQUESTS] : []),
    ...cases.map((name) => {
      const rows = figures.filter((figure) => figure.case === name).map(cells)
      return `### ${name[0]?.toUpperCase()}${name.slice(1)}\n\n${table(rows)}`
    }),
  ].join('\n\n')
}

const cells = ({ name, value, unit, p95, runs, target, met, beside }: Figure): string[] => [
  name,
  show(value, unit),
  p95 === null ? '' : show(p95, unit),
  String(runs),
  target === null ? '' : `${unit === 'requests' ? '' : '≤ '}${target} ${met ? 'met' : 'MISSED'}`,
  beside?.name ?? '',
  beside ? show(beside.value, unit) : '',
  beside ? `${beside.ratio}` : '',
]

const show = (value: number, unit: Figure['unit']): string => (unit === 'requests' ? `${value}` : `${value} ${unit}`)

function table(rows: readonly string[][]): string {
  const widths = HEAD.map((title, column) =>
    Math.max(1, ...[HEAD, ...rows].map((row) => (row[column] ?? title).length)),
  )
  const right = (column: number): boolean => [1, 2, 3, 6, 7].includes(column)
  const pad = (text: string, column: number): string =>
    right(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)
  const line = (row: readonly string[]): string => `| ${row.map(pad).join(' | ')} |`
  const rule = widths.map((width, column) => (right(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(HEAD), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

import type { Poll } from '../flows/progress.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'

/** Where the metrics stood that the chart is not about. Empty when there was only one. */
export function otherMetrics(polls: readonly Poll[]): string {
  const others = new Map(polls.flatMap(({ others = [] }) => others.map((metric) => [metric.name, metric] as const)))
  if (others.size === 0) return ''
  return markdownTable(
    [{ title: 'Other metric' }, { title: 'Decides' }, { title: 'At the end' }],
    [...others.values()].map(({ name, dryRun, assessment }) => [
      escapeMarkdown(name),
      dryRun ? 'no, dry-run' : 'yes',
      escapeMarkdown(assessment.sentence),
    ]),
  )
}

import type { Difference } from '../snapshots/compare-snapshots.ts'
import type { SnapshotEntry } from '../snapshots/snapshot.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'

const WHAT: Readonly<Record<Difference['kind'], string>> = {
  same: 'same',
  changed: '**changes**',
  remade: '**same name, other content**',
  'only-before': 'not in the file, stays',
  'only-after': '**not there yet**',
}

/** What would change, the changes first. */
export function differenceTable(differences: readonly Difference[]): string {
  const changes = differences.filter(({ kind }) => kind !== 'same')
  const same = differences.length - changes.length
  const rows = changes.map((difference) => [
    escapeMarkdown(difference.component),
    'from' in difference ? entryName(difference.from) : '',
    'to' in difference ? entryName(difference.to) : '',
    WHAT[difference.kind],
  ])
  const table = markdownTable(
    ['Component', 'There', 'In the file', ''].map((title) => ({ title })),
    rows,
  )
  const rest = same === 0 ? '' : `${same} ${same === 1 ? 'is' : 'are'} the same.`
  return [changes.length > 0 ? table : '', rest].filter((part) => part !== '').join('\n\n')
}

const entryName = ({ version, commit }: SnapshotEntry): string =>
  [version === null ? '' : escapeMarkdown(version), commit === null ? '' : `<code>${commit.slice(0, 7)}</code>`]
    .filter((part) => part !== '')
    .join(' ')

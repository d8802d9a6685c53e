import type { TargetState } from '../ledger/targets-of.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'
import { releaseLink } from './release-link.ts'
import { cellTime } from './short-time.ts'
import { JUDGEMENTS } from './state-table.ts'

const MOST_ROWS = 50

/** The versions that a place could be put on, the highest first. */
export function targetsTable(targets: readonly TargetState[], repositoryUrl: string): string {
  const shown = targets.filter(
    ({ judgement, current }, index) => index < MOST_ROWS || current || judgement !== 'never-here',
  )
  const rows = shown
    .slice(0, 2 * MOST_ROWS)
    .map((target) => [
      releaseLink(target.release, repositoryUrl),
      [target.current ? '**here now**' : '', target.choice === null ? '' : '**an automatic rollback goes here**']
        .filter(Boolean)
        .join(', '),
      target.judgement === 'never-here' ? 'never here' : JUDGEMENTS[target.judgement],
      target.lastVerified === null ? '' : cellTime(target.lastVerified),
      target.latest === null ? '' : cellTime(target.latest.createdAt),
      escapeMarkdown(
        [
          target.latest?.closed ? `${target.latest.closed.decision} (${target.latest.closed.reason})` : '',
          target.remadeFrom
            ? `was ${target.remadeFrom.slice(0, 7)} when it was here: the version tag was made again`
            : '',
        ]
          .filter(Boolean)
          .join('; '),
      ),
    ])
  const more = targets.length > rows.length ? `\n\n${targets.length - rows.length} more have never been here.` : ''
  const titles = ['Version', '', 'Standing', 'Last seen healthy (UTC)', 'Last deployed (UTC)', 'Verdict']
  return `${markdownTable(
    titles.map((title) => ({ title })),
    rows,
  )}${more}`
}

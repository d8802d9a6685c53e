import type { HuntEnd } from '../flows/bisect/hunt.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'

/** What a hunt for a bug has tried, and what changed in the first bad version. `repositoryUrl` without a final slash. */
export function huntSection({ first, before, among, trials }: HuntEnd, repositoryUrl: string): string {
  const rows = trials.map(({ version, trial }) => [escapeMarkdown(version), trial])
  const address = compareUrl({ first, before }, repositoryUrl)
  const change =
    address === null
      ? ''
      : `[What changed from ${escapeMarkdown(before?.version ?? '')} to ${escapeMarkdown(first?.version ?? '')}](${address})`
  const doubt = among.length === 0 ? '' : `Not tested in between: ${among.map(escapeMarkdown).join(', ')}.`
  const table = rows.length === 0 ? '' : markdownTable([{ title: 'Tried' }, { title: 'Is' }], rows)
  return [change, doubt, table].filter((part) => part !== '').join('\n\n')
}

/** Null as long as nothing is found. */
export const compareUrl = (
  { first, before }: Pick<HuntEnd, 'first' | 'before'>,
  repositoryUrl: string,
): string | null => (first && before ? `${repositoryUrl}/compare/${before.commit}...${first.commit}` : null)

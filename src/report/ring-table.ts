import type { RingReport } from '../flows/outcome.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'

/** The environments that a release goes through, in order, with what became of it in each. */
export const ringTable = (rings: readonly RingReport[]): string =>
  markdownTable(
    [{ title: 'Environment' }, { title: 'Comes after' }, { title: 'Verdict' }, { title: '' }],
    rings.map(({ environment, after, decision, reason, sentence }) => [
      escapeMarkdown(environment),
      escapeMarkdown(after ?? ''),
      decision === null ? '–' : `**${decision}** (<code>${reason}</code>)`,
      // Where all is well, the account of its guard says how it was found.
      reason === 'healthy' ? '' : escapeMarkdown(sentence),
    ]),
  )

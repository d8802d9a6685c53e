import type { ReadinessFinding } from '../ledger/readiness.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'

const ITEMS: Record<ReadinessFinding['item'], string> = {
  'previous-version': 'The version to go back to is known',
  armed: 'The way back is armed',
  drill: 'It was practised',
  owner: 'Somebody owns it',
  'time-to-rollback': 'How long it takes is known',
}

const STATES: Record<ReadinessFinding['state'], string> = {
  holds: 'yes',
  missing: '**no**',
  'not-yet': 'not yet',
  unknown: '**not known**',
}

/** What `require` asks for, each with its evidence or what mends it. */
export const readinessTable = (findings: readonly ReadinessFinding[]): string =>
  markdownTable(
    [{ title: 'Ready for a rollback?' }, { title: '' }, { title: 'Evidence' }, { title: 'To mend it' }],
    findings.map(({ item, state, detail, mend, url }) => [
      ITEMS[item],
      STATES[state],
      `${escapeMarkdown(detail)}${url === null ? '' : ` ([run](${url}))`}`,
      escapeMarkdown(mend ?? ''),
    ]),
  )

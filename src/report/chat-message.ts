import type { Outcome } from '../flows/outcome.ts'
import type { News } from '../flows/people/people.ts'
import { headline } from './headline.ts'
import { plainLine } from './plain-line.ts'
import { servedNow } from './served-now.ts'

const LONGEST = 300

/** Some lines for a chat that takes what Slack takes. `links` are ours; everything else can come from outside. */
export function chatMessage(outcome: Outcome, news: News, links: readonly (string | undefined)[]): string {
  const lines = [
    `${news === 'repaired' ? 'Repaired: ' : ''}${headline(outcome)}`,
    outcome.sentence.split('\n', 1)[0] ?? '',
    `Served now: ${servedNow(outcome)}`,
  ]
  return [...lines.map(harmless), links.filter((link) => link !== undefined).join(' ')].join('\n')
}

const ZERO_WIDTH_SPACE = '\u200b'

/** Slack's `<!channel>` and links, the `@all` of others, and addresses that would be linked. */
const harmless = (text: string): string =>
  plainLine(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=\S)/g, `@${ZERO_WIDTH_SPACE}`)
    .replace(/:(?=\/\/)/g, `:${ZERO_WIDTH_SPACE}`)
    .replace(/(?<=www)\./gi, `${ZERO_WIDTH_SPACE}.`)

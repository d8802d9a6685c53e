import { formatDuration } from '../config/parse-duration.ts'
import type { PlaceState } from '../ledger/place-state.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'
import { releaseLink } from './release-link.ts'
import { cellTime } from './short-time.ts'

export const JUDGEMENTS: Readonly<Record<PlaceState['judgement'], string>> = {
  'known-good': 'known good',
  quarantined: '**quarantined**',
  'in-hand': 'in hand',
  'not-judged': 'not judged',
  'never-here': 'no record',
}

/** A summary holds 1 MiB. */
const MOST_ROWS = 500

/** What is where, since when and by whom; what needs a person stands below. `moment` in milliseconds since the epoch. */
export function stateTable(states: readonly PlaceState[], moment: number, repositoryUrl: string): string {
  const shown = states.slice(0, MOST_ROWS)
  const healthy = shown.some(({ lastVerified }) => lastVerified !== null)
  const table = markdownTable(
    [
      ...['Component', 'Environment', 'Version', 'Since (UTC)'].map((title) => ({ title })),
      ...[{ title: 'Age', right: true }, { title: 'By' }, { title: 'Standing' }],
      ...(healthy ? [{ title: 'Last seen healthy' }] : []),
    ],
    shown.map((state) => [
      shortName(state),
      escapeMarkdown(state.environment),
      state.release ? releaseLink(state.release, repositoryUrl) : 'unknown',
      state.since === null ? '' : linked(cellTime(state.since), state.run, repositoryUrl),
      state.since === null ? '' : ageOf(moment - Date.parse(state.since)),
      escapeMarkdown(state.by ?? ''),
      standingOf(state),
      ...(healthy ? [state.lastVerified === null ? '' : cellTime(state.lastVerified)] : []),
    ]),
  )
  const remarks = shown.flatMap((state) =>
    state.remarks.map(
      (text) => `- ${shortName(state)} in ${escapeMarkdown(state.environment)}: ${escapeMarkdown(text)}`,
    ),
  )
  const more = states.length > shown.length ? [`${states.length - shown.length} more are in the output \`state\`.`] : []
  return [table, remarks.join('\n'), ...more].filter((part) => part !== '').join('\n\n')
}

function standingOf({ judgement, verdict, unrecorded }: PlaceState): string {
  const said = judgement === 'not-judged' && verdict ? `, ${verdict.decision} (${verdict.reason})` : ''
  if (!unrecorded) return `${JUDGEMENTS[judgement]}${said}`
  return judgement === 'never-here'
    ? '**moved without a record**'
    : `**moved without a record**, ${JUDGEMENTS[judgement]}${said}`
}

const shortName = ({ component }: PlaceState): string => escapeMarkdown(`${component.type}/${component.name}`)

/** Two units are enough for an age: `3d4h`. */
const ageOf = (milliseconds: number): string =>
  /^(\d+[a-z]){1,2}/.exec(formatDuration(Math.max(0, milliseconds / 1000)))?.[0] ?? ''

/** Only runs of this very repository are linked: whoever can write a record can write any address into it. */
export const linked = (text: string, url: string | null, repositoryUrl: string): string =>
  url?.startsWith(`${repositoryUrl}/actions/runs/`) && /^[\w:/.-]+$/.test(url) ? `[${text}](${url})` : text

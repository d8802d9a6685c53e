import type { SnapshotComparison } from '../flows/history/compare-with-snapshot.ts'
import type { HistoryEvent } from '../flows/history/history-event.ts'
import type { EventsRead } from '../flows/history/read-events.ts'
import type { Change } from '../flows/ports.ts'
import type { PlaceState } from '../ledger/place-state.ts'
import type { TargetState } from '../ledger/targets-of.ts'
import type { StaleEntry } from '../snapshots/stale-entries.ts'
import type { Release } from '../tags/release.ts'
import { differenceTable } from './difference-table.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { eventTable } from './event-table.ts'
import { liveGantt } from './live-gantt.ts'
import { shortTime } from './short-time.ts'
import { shownChange } from './shown-change.ts'
import { stateTable } from './state-table.ts'
import { targetsTable } from './targets-table.ts'

/** Everything that one run found out, as far as it was asked for. */
export type HistoryReport = {
  /** `OWNER/NAME` */
  repository: string
  /** Milliseconds since the epoch: the moment whose state is shown, and the present. */
  moment: number
  now: number
  states: PlaceState[] | null
  /** The newest of the events; `told` of `read` counts all. */
  events: HistoryEvent[]
  read: EventsRead | null
  /** By place. */
  /** `recordsBegin`: ISO 8601, when earlier records were not read; `null` when all were. */
  targets: { component: string; environment: string; recordsBegin: string | null; targets: TargetState[] }[] | null
  comparison: (Omit<SnapshotComparison & { kind: 'compared' }, 'kind'> & { file: string }) | null
  change: { from: Release; to: Release; change: Change | null } | null
  stale: StaleEntry[]
}

const MOST_EVENTS = 500
/** Leaves room for what separates the sections, and for what other steps of a job write. */
const MOST_BYTES = 900_000

/** The job summary, in GitHub's Markdown. `repositoryUrl` without a final slash. */
export function historySummary(report: HistoryReport, repositoryUrl: string): string {
  const { states, moment, now, read, events, targets } = report
  const name = escapeMarkdown(report.repository)
  const title =
    moment === now
      ? `What is live in ${name}`
      : `What was live in ${name} on ${shortTime(new Date(moment).toISOString())} UTC`
  const shown = events.slice(0, MOST_EVENTS)
  const sections = [
    `## ${title}`,
    alertOf(report),
    states ? section('State', stateTable(states, moment, repositoryUrl)) : '',
    comparisonSection(report),
    changeOf(report, repositoryUrl),
    targets
      ? section(
          'Where it could go',
          targets.map((place) => targetsOfPlace(place, targets.length, repositoryUrl)).join('\n\n'),
        )
      : '',
    read ? section('History', historyOf(shown, read, repositoryUrl)) : '',
  ]
  const kept: string[] = []
  let bytes = 0
  for (const part of sections.filter((part) => part !== '')) {
    bytes += Buffer.byteLength(part)
    if (bytes > MOST_BYTES) {
      kept.push('The rest is too long for a summary: see the outputs.')
      break
    }
    kept.push(part)
  }
  return `${kept.join('\n\n')}\n`
}

/** Of several places each is folded away. */
function targetsOfPlace(
  { component, environment, recordsBegin, targets }: NonNullable<HistoryReport['targets']>[number],
  places: number,
  repositoryUrl: string,
): string {
  const title = `${escapeMarkdown(component)} in ${escapeMarkdown(environment)}`
  const bound =
    recordsBegin === null
      ? ''
      : `\n\nRecords from before ${recordsBegin} were not read: raise \`max-requests\` for those.`
  const table = targets.length > 0 ? `${targetsTable(targets, repositoryUrl)}${bound}` : 'It has no version tags.'
  return places === 1 ? `${title}\n\n${table}` : `<details><summary>${title}</summary>\n\n${table}\n\n</details>`
}

const section = (title: string, content: string): string => `### ${title}\n\n${content}`

function alertOf({ states, stale, comparison, repository }: HistoryReport): string {
  const all = states ?? []
  const unrecorded = all.filter((state) => state.unrecorded && state.basis === 'tag').length
  const bad = all.filter(({ judgement }) => judgement === 'quarantined').length
  const foreign = comparison?.foreign ?? null
  const said = [
    ...(foreign === null
      ? []
      : [
          `${escapeMarkdown(comparison?.file ?? '')} is a snapshot of ${escapeMarkdown(foreign)}, not of ${escapeMarkdown(repository)}: its versions may be others than those of the same name here.`,
        ]),
    ...(stale.length > 0
      ? [
          `Not known to be good: ${stale.map(({ component, age }) => `${escapeMarkdown(component)} (${age === null ? 'never seen healthy' : `last seen healthy ${Math.floor(age / 86_400)} days ago`})`).join(', ')}.`,
        ]
      : []),
    ...(bad > 0 ? [`${counted(bad, 'environment tag names', 'environment tags name')} a quarantined version.`] : []),
    ...(unrecorded > 0
      ? [
          `${counted(unrecorded, 'environment tag is', 'environment tags are')} where no record has put ${unrecorded === 1 ? 'it' : 'them'}.`,
        ]
      : []),
  ]
  if (said.length === 0) return ''
  return `> [!${stale.length + bad > 0 ? 'CAUTION' : 'WARNING'}]\n> ${said.join('\n> ')}`
}

const counted = (count: number, one: string, many: string): string => (count === 1 ? `One ${one}` : `${count} ${many}`)

function comparisonSection({ comparison }: HistoryReport): string {
  if (!comparison) return ''
  const { file, environment, fileEnvironment, differences } = comparison
  const other =
    fileEnvironment !== null && fileEnvironment !== environment
      ? `, a snapshot of ${escapeMarkdown(fileEnvironment)}`
      : ''
  const title = `What ${escapeMarkdown(file)}${other} would change in ${escapeMarkdown(environment)}`
  return section(title, differenceTable(differences))
}

function changeOf({ change }: HistoryReport, repositoryUrl: string): string {
  if (!change) return ''
  const { from, to, change: found } = change
  return section(
    `What changed from ${escapeMarkdown(from.version)} to ${escapeMarkdown(to.version)}`,
    shownChange(from, to, found, repositoryUrl),
  )
}

const ENDS: Readonly<Record<EventsRead['end'], string>> = {
  whole: 'Everything that was asked for was read',
  limit: 'There is more: `limit` was reached',
  requests: 'There is more: `max-requests` were used up',
  'rate-limit': "There is more: the token's hourly allowance was nearly used up",
}

function historyOf(shown: readonly HistoryEvent[], read: EventsRead, repositoryUrl: string): string {
  const table = shown.length > 0 ? eventTable(shown, repositoryUrl) : 'Nothing.'
  const cut = read.told > shown.length ? [`Shown are the newest ${shown.length} of ${read.told}.`] : []
  const back = read.backTo === null ? '' : `, back to ${shortTime(read.backTo)} UTC`
  const foot = `${ENDS[read.end]}${back}: ${read.records} records by ${counted(read.requests, 'request', 'requests').toLowerCase()}.`
  const on = read.after === null ? [] : ['Go on with the output `after` as the input `after`.']
  const strangers =
    read.strangers.length > 0 ? [`Records of ${read.strangers.map(escapeMarkdown).join(', ')} do not count.`] : []
  return [liveGantt(shown), table, ...cut, `<sub>${[foot, ...on, ...strangers].join(' ')}</sub>`]
    .filter((part) => part !== '')
    .join('\n\n')
}

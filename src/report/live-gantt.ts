import { type HistoryEvent, timeOf } from '../flows/history/history-event.ts'
import { shortTime } from './short-time.ts'

/** More do not fit a screen; the table has them. */
const MOST_PLACES = 8
const MOST_BARS = 60

type Bar = { version: string; tag: 'done' | 'crit' | 'active'; from: number; to: number }

/** Which version was live when, as a mermaid chart; empty when there is too little, or too much, to be seen. */
export function liveGantt(events: readonly HistoryEvent[]): string {
  const dated = events.filter((event) => timeOf(event) !== null)
  const times = dated.map(momentOf)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  // To the present it may be a hundred times as far: what is there now only goes on a little.
  const end = last + Math.max(1_000, (last - first) / 8)
  const places = new Map<string, HistoryEvent[]>()
  for (const event of dated) {
    const { component, environment } = event.kind === 'recorded' ? event.record : event.move
    const place = `${component.split('/').slice(-2).join('/')} in ${environment}`
    places.set(place, [event, ...(places.get(place) ?? [])])
  }
  const sections = [...places].map(([place, oldestFirst]) => ({ place, bars: barsOf(oldestFirst, end) }))
  const count = sections.reduce((sum, { bars }) => sum + bars.length, 0)
  if (count < 3 || count > MOST_BARS || places.size > MOST_PLACES) return ''
  const span = end - first
  return [
    '```mermaid',
    '---',
    'displayMode: compact',
    'config:',
    '  gantt: { leftPadding: 260, barHeight: 22, fontSize: 12, sectionFontSize: 12 }',
    '---',
    'gantt',
    '  dateFormat YYYY-MM-DD HH:mm:ss',
    `  axisFormat ${span > 2 * DAY ? '%Y-%m-%d' : span > DAY / 24 ? '%H:%M' : '%H:%M:%S'}`,
    '  todayMarker off',
    ...sections.flatMap(({ place, bars }) => [
      `  section ${harmless(place)}`,
      ...bars.map(
        ({ version, tag, from, to }) =>
          `  ${harmless(version)} :${tag}, ${written(from)}, ${written(Math.max(to, from + 1_000))}`,
      ),
    ]),
    '```',
    '',
    '<sub>What each tag named when, in UTC; the last of each row goes on. Red: left, held, or moved without a record. Blue: in hand.</sub>',
  ].join('\n')
}

const DAY = 86_400_000

const momentOf = (event: HistoryEvent): number => Date.parse(timeOf(event) ?? '')

const written = (time: number): string => shortTime(new Date(time).toISOString())

const barsOf = (oldestFirst: readonly HistoryEvent[], end: number): Bar[] =>
  oldestFirst.flatMap((event, index) => {
    const next = oldestFirst[index + 1]
    const to = event.kind === 'recorded' ? event.record.to : event.move.to
    if (!to) return []
    return [{ version: to.version, tag: tagOf(event), from: momentOf(event), to: next ? momentOf(next) : end }]
  })

function tagOf(event: HistoryEvent): Bar['tag'] {
  if (event.kind === 'unrecorded') return 'crit'
  const { closed } = event.record
  if (closed === null) return 'active'
  return closed.decision === 'kept' || closed.decision === 'promoted' ? 'done' : 'crit'
}

/** Colons, semicolons and hashes end names in mermaid; tag names hold none, records may. */
const harmless = (text: string): string => text.replace(/[^\p{L}\p{N} /._+@-]/gu, ' ')

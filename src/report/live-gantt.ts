import { type HistoryEvent, timeOf } from '../flows/history-event.ts'

/** More do not fit a screen; the table has them. */
const MOST_PLACES = 8
const MOST_BARS = 60

type Bar = { version: string; tag: 'done' | 'crit' | 'active'; from: number; to: number }

/**
 * Which version was live when, as a mermaid chart; empty when there is too little, or too much, to be seen. `moment` is its
 * right end, in milliseconds since the epoch.
 */
export function liveGantt(events: readonly HistoryEvent[], moment: number): string {
  const places = new Map<string, HistoryEvent[]>()
  for (const event of events.filter((candidate) => timeOf(candidate) !== null)) {
    const { component, environment } = event.kind === 'recorded' ? event.record : event.move
    const place = `${component.split('/').slice(-2).join('/')} in ${environment}`
    places.set(place, [event, ...(places.get(place) ?? [])])
  }
  const sections = [...places].map(([place, oldestFirst]) => ({ place, bars: barsOf(oldestFirst, moment) }))
  const count = sections.reduce((sum, { bars }) => sum + bars.length, 0)
  if (count < 2 || count > MOST_BARS || places.size > MOST_PLACES) return ''
  const seconds = (time: number): number => Math.floor(time / 1000)
  const bars = sections.flatMap(({ bars }) => bars)
  const span = Math.max(...bars.map(({ to }) => to)) - Math.min(...bars.map(({ from }) => from))
  return [
    '```mermaid',
    'gantt',
    '  dateFormat X',
    `  axisFormat ${span > 2 * 86_400_000 ? '%m-%d' : span > 3_600_000 ? '%H:%M' : '%H:%M:%S'}`,
    ...sections.flatMap(({ place, bars }) => [
      `  section ${harmless(place)}`,
      ...bars.map(
        ({ version, tag, from, to }) =>
          `  ${harmless(version)} :${tag}, ${seconds(from)}, ${Math.max(seconds(to), seconds(from) + 1)}`,
      ),
    ]),
    '```',
    '',
    '<sub>What each tag named when. Red: left, or moved without a record. Dark: still in hand.</sub>',
  ].join('\n')
}

const barsOf = (oldestFirst: readonly HistoryEvent[], moment: number): Bar[] =>
  oldestFirst.flatMap((event, index) => {
    const next = oldestFirst[index + 1]
    const to = event.kind === 'recorded' ? event.record.to : event.move.to
    if (!to) return []
    const end = next ? Date.parse(timeOf(next) ?? '') : moment
    return [{ version: to.version, tag: tagOf(event), from: Date.parse(timeOf(event) ?? ''), to: end }]
  })

function tagOf(event: HistoryEvent): Bar['tag'] {
  if (event.kind === 'unrecorded') return 'crit'
  const { closed } = event.record
  if (closed === null) return 'active'
  return closed.decision === 'kept' || closed.decision === 'promoted' ? 'done' : 'crit'
}

/** Colons, semicolons and hashes end names in mermaid; tag names hold none, records may. */
const harmless = (text: string): string => text.replace(/[^\p{L}\p{N}\s/._+@-]/gu, ' ')

import { matchesComponent, matchesName } from '../../config/matches-component.ts'
import { recordEnvironment } from '../../ledger/environment-name.ts'
import { type Later, laterOf, unrecordedMove } from '../../ledger/unrecorded-move.ts'
import { parseTag } from '../../tags/parse-tag.ts'
import type { Scope } from '../scope/find-places.ts'
import type { Pair } from '../scope/scope-ports.ts'
import { decodeCursor, encodeCursor } from './history-cursor.ts'
import { actorOf, type HistoryEvent, timeOf } from './history-event.ts'
import type { HistoryPage, HistoryReader, LoggedRecord } from './history-ports.ts'
import type { EventFilter } from './history-request.ts'

/** How a reading of the history ended. */
export type EventsRead = {
  /** Events that were told. */
  told: number
  /** Deployments' records that were looked at. */
  records: number
  requests: number
  /** ISO 8601: back to here everything was read; `null` when nothing is there. */
  backTo: string | null
  end: /** The beginning of the ledger, or `since`. */ 'whole' | 'limit' | 'requests' | 'rate-limit'
  /** For the input `after` of the next run; `null` when all was read. */
  after: string | null
  strangers: string[]
}

/** Names of environments that are asked for at once; of more places the whole repository is read and sifted here. */
const MOST_ENVIRONMENTS = 100
/** What is left to others of the token's hour. */
const RESERVE = 200

/**
 * Reads the history newest first, page by page, and hands on what is asked for as it comes: nothing of it is kept, so that a
 * hundred thousand records need no more memory than a hundred.
 *
 * @param unrecorded moves after the newest records, which the tags tell
 * @param tell is given what is asked for, and everything in scope that was read with it
 * @throws when GitHub cannot be asked
 */
export async function readEvents(
  reader: HistoryReader,
  request: { scope: Scope; pairs: readonly Pair[]; filter: EventFilter; maxRequests: number },
  unrecorded: readonly HistoryEvent[],
  tell: (events: HistoryEvent[], read: readonly HistoryEvent[]) => void,
): Promise<EventsRead> {
  const { scope, pairs, filter } = request
  const start = filter.after === null ? null : decodeCursor(filter.after)
  const later = new Map(start?.later)
  const environments = environmentsOf(scope, pairs)
  const strangers = new Set<string>()
  const read: EventsRead = { told: 0, records: 0, requests: 0, backTo: null, end: 'whole', after: null, strangers: [] }
  let after = start?.page ?? null
  const hand = (events: readonly HistoryEvent[]): void => {
    const wanted = events.filter((event) => matches(event, filter))
    read.told += wanted.length
    tell(wanted, events)
  }
  if (start === null) hand(unrecorded.toSorted(newestFirst))
  for (;;) {
    const page = await reader.readHistory(environments, after)
    read.requests += 1
    read.records += page.records.length
    read.backTo = page.oldest ?? read.backTo
    for (const stranger of page.strangers) strangers.add(stranger)
    hand(await eventsOf(reader, page, scope, later))
    const end = page.next === null ? 'whole' : endOf(page, read, filter, request.maxRequests)
    if (end !== null) {
      const next = end === 'whole' || page.next === null ? null : encodeCursor({ page: page.next, later })
      return { ...read, end, after: next, strangers: [...strangers] }
    }
    after = page.next
  }
}

function environmentsOf({ components, environments }: Scope, pairs: readonly Pair[]): string[] | null {
  if (components.length === 0 && environments.length === 0) return null
  const names = new Set(pairs.map(({ component, environment }) => recordEnvironment(component, environment)))
  return names.size > MOST_ENVIRONMENTS ? null : [...names]
}

function endOf(
  page: HistoryPage,
  read: EventsRead,
  filter: EventFilter,
  maxRequests: number,
): EventsRead['end'] | null {
  if (filter.since !== null && page.oldest !== null && Date.parse(page.oldest) < filter.since) return 'whole'
  if (read.told >= filter.limit) return 'limit'
  if (read.requests >= maxRequests) return 'requests'
  return page.requestsLeft !== null && page.requestsLeft <= RESERVE ? 'rate-limit' : null
}

/** The records of a page in scope, and the moves that must have happened between them; newest first. */
async function eventsOf(
  reader: HistoryReader,
  page: HistoryPage,
  scope: Scope,
  later: Map<string, Later>,
): Promise<HistoryEvent[]> {
  const records = page.records.filter((record) => inScope(record, scope))
  const events: HistoryEvent[] = []
  for (const record of records) {
    const key = `${record.component} ${record.environment}`
    const next = later.get(key)
    const move = next ? unrecordedMove(record, next) : null
    if (move) events.push({ kind: 'unrecorded', move, tagger: null })
    events.push({ kind: 'recorded', record })
    later.set(key, laterOf(record))
  }
  return (await withTaggers(reader, events)).sort(newestFirst)
}

/** Fills in who made the tag objects of unrecorded moves; one that was made for another tag says nothing of the move. */
export async function withTaggers(reader: HistoryReader, events: HistoryEvent[]): Promise<HistoryEvent[]> {
  const objects = events.flatMap((event) =>
    event.kind === 'unrecorded' && event.move.to ? [event.move.to.object] : [],
  )
  if (objects.length === 0) return events
  const taggers = await reader.readTaggers(objects)
  return events.map((event) => {
    if (event.kind === 'recorded') return event
    const { component, environment, to } = event.move
    const tagger = to && taggers.get(to.object)
    return tagger?.tag === `${component}/${environment}` ? { ...event, tagger } : event
  })
}

function inScope({ component, environment }: LoggedRecord, { prefixes, components, environments }: Scope): boolean {
  const parsed = parseTag(`${component}/${environment}`, prefixes)
  return (
    parsed.kind === 'environment' &&
    (components.length === 0 || components.some((glob) => matchesComponent(glob, parsed.component))) &&
    (environments.length === 0 || environments.some((glob) => matchesName(glob, environment)))
  )
}

/** Stable, so that what happened within one second stays in the order of the ledger. */
const newestFirst = (a: HistoryEvent, b: HistoryEvent): number => {
  const [one, other] = [timeOf(a), timeOf(b)].map((time) =>
    time === null ? Number.POSITIVE_INFINITY : Date.parse(time),
  )
  return one === other ? 0 : (other ?? 0) - (one ?? 0)
}

/** Whether an event is asked for. */
function matches(event: HistoryEvent, { actors, since, until }: EventFilter): boolean {
  const time = timeOf(event)
  const at = time === null ? null : Date.parse(time)
  const actor = actorOf(event)
  return (
    (since === null || at === null || at >= since) &&
    (until === null || (at !== null && at <= until)) &&
    (actors.length === 0 || (actor !== null && actors.some((glob) => matchesName(glob, actor))))
  )
}

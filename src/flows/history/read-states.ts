import { matchesComponent, matchesName } from '../../config/matches-component.ts'
import { offer } from '../../config/nearest.ts'
import { isKnown, type PlaceState } from '../../ledger/place-state.ts'
import { findPlaces, type Scope } from '../scope/find-places.ts'
import { isGlob } from '../scope/name-component.ts'
import { type ReadPlace, type ReadScope, readScope } from '../scope/read-scope.ts'
import type { HistoryEvent } from './history-event.ts'
import type { HistoryReader } from './history-ports.ts'
import type { HistoryRequest } from './history-request.ts'
import { nameScope } from './name-scope.ts'
import { withTaggers } from './read-events.ts'
import { readStatesAt } from './read-states-at.ts'
import { stateNow, unrecordedNow } from './state-now.ts'

export type StatesRead =
  | {
      kind: 'read'
      /** Those with a tag or with records. */
      places: ReadPlace[]
      scope: ReadScope
      /** What was asked for, with ids for names. */
      asked: Scope
      states: PlaceState[]
      /** Moves that the tags tell and no record does. */
      unrecorded: HistoryEvent[]
    }
  | { kind: 'problems'; problems: string[] }

/**
 * The state of a scope, now or at another moment. Now, it costs requests in proportion to the places, however long their history
 * is.
 *
 * @throws when GitHub cannot be asked
 */
export async function readStates(reader: HistoryReader, request: HistoryRequest): Promise<StatesRead> {
  const named = await nameScope(reader, request.scope)
  if (named.kind === 'problems') return named
  const asked = named.scope
  const scope = await readScope({ ...reader, listTags: named.listTags }, asked)
  const places = scope.places.filter(({ tag, standing, strangers }) => tag || standing.latest || strangers.length > 0)
  const problems = await problemsOf(reader, asked, places)
  if (problems.length > 0) return { kind: 'problems', problems }
  const moves = places.flatMap((place): HistoryEvent[] => {
    const move = unrecordedNow(place)
    return move ? [{ kind: 'unrecorded', move, tagger: null }] : []
  })
  const unrecorded = await withTaggers(reader, moves)
  const states = request.at === null ? nowOf(places, unrecorded) : await thenOf(reader, request, places, request.at)
  return states.kind === 'problems' ? states : { kind: 'read', places, scope, asked, unrecorded, states: states.states }
}

type States = { kind: 'states'; states: PlaceState[] } | { kind: 'problems'; problems: string[] }

function nowOf(places: readonly ReadPlace[], unrecorded: readonly HistoryEvent[]): States {
  const taggers = new Map(
    unrecorded.flatMap((event) =>
      event.kind === 'unrecorded' ? [[`${event.move.component}/${event.move.environment}`, event.tagger] as const] : [],
    ),
  )
  const states = places.map((place) =>
    stateNow(place, taggers.get(`${place.component.id}/${place.environment}`) ?? null),
  )
  return { kind: 'states', states }
}

async function thenOf(
  reader: HistoryReader,
  { maxRequests }: HistoryRequest,
  places: readonly ReadPlace[],
  moment: number,
): Promise<States> {
  const read = await readStatesAt(reader, places, moment, maxRequests)
  if (read.kind === 'over-budget') {
    const problem = `Input at: ${read.sentence}. Ask for fewer components, or raise max-requests`
    return { kind: 'problems', problems: [problem] }
  }
  if (read.states.some(isKnown)) return read
  const begins = read.begins
    ? `The records of what was asked for begin on ${read.begins}`
    : 'There are no records of what was asked for'
  return { kind: 'problems', problems: [`Input at: ${begins}, and no tag object tells what was before`] }
}

/** Every part of the selection that finds nothing, with what is there instead. */
async function problemsOf(reader: HistoryReader, scope: Scope, places: readonly ReadPlace[]): Promise<string[]> {
  const components = scope.components.filter(
    (glob) => !places.some(({ component }) => matchesComponent(glob, component)),
  )
  // Of components that are not there, no environment has any.
  const environments =
    places.length === 0 && components.length > 0
      ? []
      : scope.environments.filter((glob) => !places.some(({ environment }) => matchesName(glob, environment)))
  if (components.length === 0 && environments.length === 0 && places.length > 0) return []
  const all = findPlaces(await reader.listTags(scope.prefixes), { ...scope, components: [], environments: [] }).places
  const here = all.filter(({ tag }) => tag !== null)
  if (here.length === 0) return [`There is no environment tag under ${scope.prefixes.join('/, ')}/`]
  const ids = unique(here.map(({ component }) => `${component.type}/${component.name}`))
  const names = unique(here.map(({ environment }) => environment))
  const wrong = [
    ...components.map((pattern) =>
      isGlob(pattern)
        ? `Input component: nothing is called ${quoted(pattern)}${offer(pattern, ids)}`
        : `Input component: ${pattern} is not in ${scope.environments.join(', ') || 'any environment'}`,
    ),
    ...environments.map((glob) => `Input environment: nothing of this is in ${quoted(glob)}${offer(glob, names)}`),
  ]
  return wrong.length > 0
    ? wrong
    : [`Inputs component and environment: none of these components is in one of these environments`]
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100))

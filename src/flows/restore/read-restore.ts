import { offer } from '../../config/nearest.ts'
import { readConfigFile } from '../../config/read-config-file.ts'
import { waitsFor } from '../../config/waits-for.ts'
import type { Component } from '../../tags/component.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { parseTag } from '../../tags/parse-tag.ts'
import type { RunIdentity } from '../guard-ports.ts'
import { readStatesAt } from '../history/read-states-at.ts'
import type { ConfigText } from '../ports.ts'
import type { ComponentFacts } from '../scope/find-release.ts'
import type { Goal } from '../scope/goal.ts'
import { type ReadScope, readScope } from '../scope/read-scope.ts'
import type { ListedTag } from '../scope/scope-ports.ts'
import { checkObjects } from './check-objects.ts'
import { chooseComponents } from './choose-components.ts'
import { planRestore } from './plan-restore.ts'
import { type ReadGoal, readGoal } from './read-goal.ts'
import type { RestorePlan } from './restore-plan.ts'
import type { RestoreReader } from './restore-ports.ts'
import type { RestoreWish } from './restore-wish.ts'

export type ReadRestore =
  | {
      kind: 'read'
      plan: RestorePlan
      repositoryId: string
      /** Who the token acts as, without `[bot]`. */
      tokenActor: string
      config: ConfigText | null
      after: After
    }
  | { kind: 'problems'; problems: string[] }

/** Whether the first is deployed after the second. */
export type After = (one: Component, other: Component) => boolean

/** More records than tell what is live. */
const RECORDS_OF_THE_PAST = 100

/** For all that was live at a time. A request reads a hundred records. */
const MOST_REQUESTS = 100

/** Which content a version had whose tag is gone, only older records know. */
const needsPast = ({ to }: RestoreWish, tags: readonly ListedTag[]): boolean =>
  to.kind === 'version' && !tags.some(({ ref }) => ref.endsWith(`/${to.version}`))

/**
 * Reads everything that a wish is about, and plans it: one request for all tags, one for every fifty ledgers, and further
 * ones only for what the wish needs: files, messages of a changeset, objects that no tag holds any more.
 *
 * @param given `repository`: `OWNER/NAME`
 * @throws when GitHub cannot be asked
 */
export async function readRestore(
  reader: RestoreReader,
  wish: RestoreWish,
  { prefixes, run, repository }: { prefixes: readonly string[]; run: RunIdentity; repository: string },
): Promise<ReadRestore> {
  const tags = await reader.listTags(prefixes)
  const known = knownIn(tags, prefixes)
  const inEnvironment = known.inEnvironment.get(wish.environment) ?? []
  if (inEnvironment.length === 0) {
    const names = [...known.inEnvironment.keys()]
    return problem(`environment: no component has a tag called ${wish.environment}${offer(wish.environment, names)}`)
  }
  const read = await readGoal(wish, known.components, reader, repository)
  if (read.kind === 'problems') return read
  const candidates = read.named ?? inEnvironment

  const scope = { prefixes, environments: [...new Set([wish.environment, wish.into])] }
  const reading = (components: readonly Component[]): Promise<ReadScope> =>
    readScope(
      { ...reader, listTags: async () => [...tags] },
      { ...scope, components: components.map(({ id }) => id) },
      needsPast(wish, tags) ? RECORDS_OF_THE_PAST : undefined,
    )

  const chosen = await chooseComponents(wish, { all: known.components, candidates }, reader, reading)
  if (chosen.kind === 'problems') return chosen
  const state = await reading(chosen.components)
  const config = state.config ? readConfigFile(state.config.text, state.config.file) : null
  if (config?.kind === 'problems') return config
  const after = waitsFor(config?.config ?? null)

  const pairs = chosen.components.map((component) => {
    const at = (environment: string) => factsOf(state, component, environment)
    return { source: at(wish.environment), place: at(wish.into) }
  })
  const goal = await readThen(read.goal, chosen.components, { reader, state, environment: wish.environment })
  if (goal.kind === 'problems') return goal
  const plan = planRestore(wish, goal, pairs, { run, waitsFor: after })
  const left = read.named ? inEnvironment.filter(({ id }) => !read.named?.some((named) => named.id === id)) : []
  const remarks = [
    ...read.remarks,
    ...(left.length > 0 ? [`Not in the file, and left alone: ${left.map(({ id }) => id).join(', ')}`] : []),
    ...state.places.flatMap(({ component, wanted }) =>
      wanted?.kind === 'release' ? wanted.remarks.map((text) => `${component.id}: ${text}`) : [],
    ),
  ]
  const checked = await checkObjects({ ...plan, remarks: [...plan.remarks, ...remarks] }, tags, reader)
  const { repositoryId, actor: tokenActor } = state
  return { kind: 'read', plan: checked, repositoryId, tokenActor, config: state.config, after }
}

const problem = (text: string): ReadRestore & { kind: 'problems' } => ({ kind: 'problems', problems: [text] })

/** What a time means for each component, as `history` shows it. */
async function readThen(
  goal: Extract<ReadGoal, { kind: 'goal' }>['goal'],
  components: readonly Component[],
  given: { reader: RestoreReader; state: ReadScope; environment: string },
): Promise<Goal | (ReadRestore & { kind: 'problems' })> {
  if (goal.kind !== 'time') return goal
  const { reader, state, environment } = given
  const ids = new Set(components.map(({ id }) => id))
  const places = state.places.filter((place) => place.environment === environment && ids.has(place.component.id))
  const read = await readStatesAt(reader, places, goal.at, MOST_REQUESTS)
  if (read.kind === 'over-budget') return problem(`to: ${read.sentence}: name fewer components`)
  return { kind: 'then', text: goal.text, states: new Map(read.states.map((then) => [then.component.id, then])) }
}

function knownIn(tags: readonly ListedTag[], prefixes: readonly string[]) {
  const components = new Map<string, Component>()
  const inEnvironment = new Map<string, Component[]>()
  for (const { ref } of tags) {
    const parsed = parseTag(ref, prefixes)
    if (parsed.kind !== 'version' && parsed.kind !== 'environment') continue
    const component = components.get(parsed.component.id) ?? parsed.component
    components.set(component.id, component)
    if (parsed.kind !== 'environment') continue
    const others = inEnvironment.get(parsed.environment)
    if (others) others.push(component)
    else inEnvironment.set(parsed.environment, [component])
  }
  return { components: [...components.values()], inEnvironment }
}

/** Of one component in one environment; there may be no tag yet. */
function factsOf(state: ReadScope, component: Component, environment: string) {
  const place = state.places.find((at) => at.component.id === component.id && at.environment === environment)
  // A component that was forgotten here would be called put back.
  if (!place) throw new Error(`${component.id} in ${environment} was not read`)
  const { standing, versionTags, wanted, ref, tag } = place
  const current = wanted?.kind === 'release' ? wanted.release : null
  const facts: ComponentFacts = { component, environment, standing, versionTags, current }
  return { ...facts, ref, holds: tag?.object ?? ABSENT }
}

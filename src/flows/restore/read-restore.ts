import type { ConfigFile } from '../../config/config-file.ts'
import { offer } from '../../config/nearest.ts'
import { readConfigFile } from '../../config/read-config-file.ts'
import { waitsFor } from '../../config/waits-for.ts'
import type { Component } from '../../tags/component.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { parseTag } from '../../tags/parse-tag.ts'
import type { ConfigText } from '../ports.ts'
import type { ComponentFacts } from '../scope/find-release.ts'
import { type ReadScope, readScope } from '../scope/read-scope.ts'
import type { ListedTag } from '../scope/scope-ports.ts'
import { selectComponents } from '../scope/select-components.ts'
import { checkObjects } from './check-objects.ts'
import { planRestore } from './plan-restore.ts'
import { readGoal } from './read-goal.ts'
import type { RestorePlan } from './restore-plan.ts'
import type { RestoreReader } from './restore-ports.ts'
import type { RestoreWish } from './restore-wish.ts'

export type ReadRestore =
  | { kind: 'read'; plan: RestorePlan; repositoryId: string; config: ConfigText | null; after: After }
  | { kind: 'problems'; problems: string[] }

/** Whether the first is deployed after the second. */
export type After = (one: Component, other: Component) => boolean

/** More records than tell what is live. */
const RECORDS_OF_THE_PAST = 100

/** What was live at a time, and which content a version had whose tag is gone, only older records know. */
const needsPast = ({ to }: RestoreWish, tags: readonly ListedTag[]): boolean =>
  to.kind === 'time' || (to.kind === 'version' && !tags.some(({ ref }) => ref.endsWith(`/${to.version}`)))

/**
 * Reads everything that a wish is about, and plans it: one request for all tags, one for every fifty ledgers, and further
 * ones only for what the wish needs: files, messages of a changeset, objects that no tag holds any more.
 *
 * @throws when GitHub cannot be asked
 */
export async function readRestore(
  reader: RestoreReader,
  wish: RestoreWish,
  { prefixes, runId }: { prefixes: readonly string[]; runId: number },
): Promise<ReadRestore> {
  const tags = await reader.listTags(prefixes)
  const known = knownIn(tags, prefixes)
  const inEnvironment = known.inEnvironment.get(wish.environment) ?? []
  if (inEnvironment.length === 0) {
    const names = [...known.inEnvironment.keys()]
    return problem(`environment: no component has a tag called ${wish.environment}${offer(wish.environment, names)}`)
  }
  const read = await readGoal(wish, known.components, reader)
  if (read.kind === 'problems') return read
  const candidates = read.named ?? inEnvironment

  const scope = { prefixes, environments: [...new Set([wish.environment, wish.into])] }
  const reading = (components: readonly Component[]): Promise<ReadScope> =>
    readScope(
      { ...reader, listTags: async () => [...tags] },
      { ...scope, components: components.map(({ id }) => id) },
      needsPast(wish, tags) ? RECORDS_OF_THE_PAST : undefined,
    )

  const chosen = await choose(wish, known.components, candidates, reader, reading)
  if (chosen.kind === 'problems') return chosen
  const state = await reading(chosen.components)
  const config = state.config ? readConfigFile(state.config.text, state.config.file) : null
  if (config?.kind === 'problems') return config
  const after = waitsFor(config?.config ?? null)

  const pairs = chosen.components.flatMap((component) => {
    const at = (environment: string) => factsOf(state, component, environment)
    const [source, place] = [at(wish.environment), at(wish.into)]
    return source && place ? [{ source, place }] : []
  })
  const plan = planRestore(wish, read.goal, pairs, { runId, waitsFor: after })
  const left = read.named ? inEnvironment.filter(({ id }) => !read.named?.some((named) => named.id === id)) : []
  const remarks = [
    ...read.remarks,
    ...(left.length > 0 ? [`Not in the file, and left alone: ${left.map(({ id }) => id).join(', ')}`] : []),
    ...state.places.flatMap(({ component, wanted }) =>
      wanted?.kind === 'release' ? wanted.remarks.map((text) => `${component.id}: ${text}`) : [],
    ),
  ]
  const checked = await checkObjects({ ...plan, remarks: [...plan.remarks, ...remarks] }, tags, reader)
  return { kind: 'read', plan: checked, repositoryId: state.repositoryId, config: state.config, after }
}

const problem = (text: string): ReadRestore & { kind: 'problems' } => ({ kind: 'problems', problems: [text] })

function knownIn(tags: readonly ListedTag[], prefixes: readonly string[]) {
  const components = new Map<string, Component>()
  const inEnvironment = new Map<string, Component[]>()
  for (const { ref } of tags) {
    const parsed = parseTag(ref, prefixes)
    if (parsed.kind !== 'version' && parsed.kind !== 'environment') continue
    const component = components.get(parsed.component.id) ?? parsed.component
    components.set(component.id, component)
    if (parsed.kind === 'environment')
      inEnvironment.set(parsed.environment, [...(inEnvironment.get(parsed.environment) ?? []), component])
  }
  return { components: [...components.values()], inEnvironment }
}

type Chosen = { kind: 'selected'; components: Component[] } | { kind: 'problems'; problems: string[] }

async function choose(
  { scope, environment }: RestoreWish,
  all: readonly Component[],
  candidates: readonly Component[],
  reader: RestoreReader,
  reading: (components: readonly Component[]) => Promise<ReadScope>,
): Promise<Chosen> {
  switch (scope.kind) {
    case 'components':
      return named('component', selectComponents(scope.patterns, all, candidates))
    case 'surface': {
      const { config } = await reader.readLedgers([])
      const read = config ? readConfigFile(config.text, config.file) : null
      if (read?.kind === 'problems') return read
      const surfaces: ConfigFile['surfaces'] = read?.config.surfaces ?? []
      const surface = surfaces.find(({ name }) => name === scope.name)
      if (!surface) {
        const hint =
          offer(
            scope.name,
            surfaces.map(({ name }) => name),
          ) || '. The configuration names none: put it under surfaces'
        return problem(`surface: there is no surface ${JSON.stringify(scope.name)}${hint}`)
      }
      return named(surface.place, selectComponents(surface.components, all, candidates))
    }
    case 'changeset': {
      const { places } = await reading(candidates)
      const tagged = places.filter((place) => place.environment === environment && place.tag !== null)
      const messages = await reader.readMessages(tagged.flatMap(({ tag }) => (tag ? [tag.object] : [])))
      const carries = new RegExp(`\\[changeset:${scope.id}\\]`, 'i')
      const found = tagged.filter(({ tag }) => messages.get(tag?.object ?? '')?.some((text) => carries.test(text)))
      if (found.length > 0) return { kind: 'selected', components: found.map(({ component }) => component) }
      return problem(`changeset: no component in ${environment} is on a release that carries [changeset:${scope.id}]`)
    }
  }
}

const named = (place: string, selection: Chosen): Chosen =>
  selection.kind === 'selected'
    ? selection
    : { kind: 'problems', problems: selection.problems.map((text) => `${place}: ${text}`) }

/** Of one component in one environment; there may be no tag yet. */
function factsOf(state: ReadScope, component: Component, environment: string) {
  const place = state.places.find((at) => at.component.id === component.id && at.environment === environment)
  if (!place) return null
  const { standing, versionTags, wanted, ref, tag } = place
  const current = wanted?.kind === 'release' ? wanted.release : null
  const facts: ComponentFacts = { component, environment, standing, versionTags, current }
  return { ...facts, ref, holds: tag?.object ?? ABSENT }
}

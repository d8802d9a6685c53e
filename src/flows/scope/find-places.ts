import { matchesComponent, matchesName } from '../../config/matches-component.ts'
import type { Component } from '../../tags/component.ts'
import { parseTag } from '../../tags/parse-tag.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import type { ListedTag, Pair } from './scope-ports.ts'

/** What a run is about. */
export type Scope = {
  /** First parts of tag names: `components`. */
  prefixes: readonly string[]
  /** Globs, with prefix or without: `prompts/*`. Empty: all. */
  components: readonly string[]
  /** Globs; a plain name is also looked for where there is no such tag. Empty: all that have a tag. */
  environments: readonly string[]
}

/** One component in one environment, and the tag that says what is wanted there. */
export type Place = Pair & {
  ref: string
  /** `null`: there is no such tag, though this component, or another, has been in that environment. */
  tag: ListedTag | null
}

export type Places = {
  places: Place[]
  /** By the id of the component. */
  versions: ReadonlyMap<string, VersionTag[]>
}

/** Of a tag: whether `findPlaces` has a use for it, for a list that is longer than what is asked for. */
export const isInScope =
  ({ prefixes, components }: Scope) =>
  (ref: string): boolean => {
    if (components.length === 0) return true
    const parsed = parseTag(ref, prefixes)
    return 'component' in parsed && components.some((glob) => matchesComponent(glob, parsed.component))
  }

/** Sorts the tags of a scope into environments, to be looked at, and versions, to call releases by. */
export function findPlaces(tags: readonly ListedTag[], { prefixes, components, environments }: Scope): Places {
  const inScope = (component: Component): boolean =>
    components.length === 0 || components.some((glob) => matchesComponent(glob, component))
  const wanted = (environment: string): boolean =>
    environments.length === 0 || environments.some((glob) => matchesName(glob, environment))

  const versions = new Map<string, VersionTag[]>()
  const seen = new Map<string, Component>()
  const found = new Map<string, Place>()
  for (const tag of tags) {
    const parsed = parseTag(tag.ref, prefixes)
    if ((parsed.kind !== 'version' && parsed.kind !== 'environment') || !inScope(parsed.component)) continue
    const { component } = parsed
    seen.set(component.id, component)
    if (parsed.kind === 'version') {
      const known = versions.get(component.id)
      const version = { version: parsed.version, object: tag.object, commit: tag.peeled }
      if (known) known.push(version)
      else versions.set(component.id, [version])
    } else if (wanted(parsed.environment)) {
      found.set(tag.ref, { component, environment: parsed.environment, ref: tag.ref, tag })
    }
  }
  const names = new Set([
    ...[...found.values()].map(({ environment }) => environment),
    ...environments.filter((glob) => /^[\p{L}\p{N}._+@-]+$/u.test(glob)),
  ])
  for (const component of seen.values()) {
    for (const environment of names) {
      const ref = `refs/tags/${component.id}/${environment}`
      if (!found.has(ref)) found.set(ref, { component, environment, ref, tag: null })
    }
  }
  const places = [...found.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1))
  return { places, versions }
}

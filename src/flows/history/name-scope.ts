import { matchesComponent } from '../../config/matches-component.ts'
import { nameComponents } from '../../snapshots/name-components.ts'
import type { Component } from '../../tags/component.ts'
import { parseTag } from '../../tags/parse-tag.ts'
import type { Scope } from '../scope/find-places.ts'
import { isGlob, nameComponent } from '../scope/name-component.ts'
import type { ListedTag, ScopeReader } from '../scope/scope-ports.ts'

export type NamedScope =
  | {
      kind: 'named'
      /** With ids for names; globs are left as they are, for components whose tags are gone. */
      scope: Scope
      /** Of the reader: tags that were listed for the names are not listed again. */
      listTags: ScopeReader['listTags']
    }
  | { kind: 'problems'; problems: string[] }

/**
 * Finds the components that a scope calls by name, as the other actions do. One list of tags tells, of which only those are kept
 * that the scope can be about.
 *
 * @throws when GitHub cannot be asked
 */
export async function nameScope(reader: Pick<ScopeReader, 'listTags'>, scope: Scope): Promise<NamedScope> {
  const names = scope.components.filter((pattern) => !isGlob(pattern))
  if (names.length === 0) return { kind: 'named', scope, listTags: reader.listTags }
  const globs = scope.components.filter(isGlob)
  const means = (component: Component): boolean =>
    globs.some((glob) => matchesComponent(glob, component)) ||
    names.some((name) => nameComponents([name], [component]).kind === 'named')
  const tags = await reader.listTags(scope.prefixes, memberOf(scope.prefixes, means))
  const found = idsOf(scope.components, componentsIn(tags, scope.prefixes))
  if (found.problems.length === 0) {
    const listTags: ScopeReader['listTags'] = async (_, wanted = () => true) => tags.filter(({ ref }) => wanted(ref))
    return { kind: 'named', scope: { ...scope, components: found.ids }, listTags }
  }
  // What is offered instead is among all.
  const { problems } = idsOf(scope.components, componentsIn(await reader.listTags(scope.prefixes), scope.prefixes))
  return { kind: 'problems', problems: problems.map((problem) => `Input component: ${problem}`) }
}

function idsOf(patterns: readonly string[], all: readonly Component[]): { ids: string[]; problems: string[] } {
  const [ids, problems] = [new Set<string>(), [] as string[]]
  for (const pattern of patterns) {
    const named = isGlob(pattern) ? null : nameComponent(pattern, all)
    if (named?.kind === 'problem') problems.push(named.problem)
    else ids.add(named?.component.id ?? pattern)
  }
  return { ids: [...ids], problems }
}

/** A component has thousands of versions: each is looked at once. */
function memberOf(prefixes: readonly string[], means: (component: Component) => boolean): (ref: string) => boolean {
  const known = new Map<string, boolean>()
  return (ref) => {
    const parsed = parseTag(ref, prefixes)
    if (!('component' in parsed)) return false
    const { id } = parsed.component
    const is = known.get(id) ?? means(parsed.component)
    known.set(id, is)
    return is
  }
}

function componentsIn(tags: readonly ListedTag[], prefixes: readonly string[]): Component[] {
  const components = new Map<string, Component>()
  for (const { ref } of tags) {
    const parsed = parseTag(ref, prefixes)
    if ('component' in parsed) components.set(parsed.component.id, parsed.component)
  }
  return [...components.values()]
}

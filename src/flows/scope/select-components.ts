import { matchesComponent } from '../../config/matches-component.ts'
import { offer } from '../../config/nearest.ts'
import type { Component } from '../../tags/component.ts'
import { isGlob, nameComponent } from './name-component.ts'

export type Selection = { kind: 'selected'; components: Component[] } | { kind: 'problems'; problems: string[] }

/** Everything in the environment, said on purpose. */
const EVERYTHING = '*'

const globsOf = (components: readonly Component[]): string[] => [...new Set(components.map(({ type }) => `${type}/*`))]

/**
 * The components that are meant: by id, `type/name`, name or glob. Globs stand for what is in the environment; a name
 * is looked for among all components, so that one can be restored whose environment tag was deleted.
 *
 * @param inEnvironment those that have a tag there
 */
export function selectComponents(
  patterns: readonly string[],
  all: readonly Component[],
  inEnvironment: readonly Component[],
): Selection {
  const problems: string[] = []
  const chosen = new Map<string, Component>()
  const take = (components: readonly Component[]) => {
    for (const component of components) chosen.set(component.id, component)
  }
  for (const pattern of patterns) {
    if (pattern === EVERYTHING || isGlob(pattern)) {
      const found = inEnvironment.filter((component) => pattern === EVERYTHING || matchesComponent(pattern, component))
      if (found.length === 0) {
        const hint = pattern === EVERYTHING ? '' : offer(pattern, globsOf(inEnvironment))
        problems.push(`no component in this environment matches ${JSON.stringify(pattern)}${hint}`)
      }
      take(found)
      continue
    }
    const named = nameComponent(pattern, all)
    if (named.kind === 'named') take([named.component])
    else problems.push(named.problem)
  }
  if (problems.length > 0) return { kind: 'problems', problems }
  return { kind: 'selected', components: [...chosen.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

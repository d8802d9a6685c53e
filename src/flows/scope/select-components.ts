import { matchesComponent } from '../../config/matches-component.ts'
import { nearest, offer } from '../../config/nearest.ts'
import { nameComponents } from '../../snapshots/name-components.ts'
import type { Component } from '../../tags/component.ts'

export type Selection = { kind: 'selected'; components: Component[] } | { kind: 'problems'; problems: string[] }

/** Everything in the environment, said on purpose. */
const EVERYTHING = '*'

const globsOf = (components: readonly Component[]): string[] => [...new Set(components.map(({ type }) => `${type}/*`))]

const isGlob = (pattern: string): boolean => /[*?[\]{}]/.test(pattern)

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
    const named = nameComponents([pattern], all)
    if (named.kind === 'named') take([...named.components.values()])
    else problems.push(`${JSON.stringify(pattern)}: ${sayUnknown(pattern, named.problems[0]?.message ?? '', all)}`)
  }
  if (problems.length > 0) return { kind: 'problems', problems }
  return { kind: 'selected', components: [...chosen.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

/** Of a thousand components the first five help nobody: the nearest do. */
function sayUnknown(pattern: string, message: string, all: readonly Component[]): string {
  if (!message.startsWith('there is no such component')) return message
  const written = pattern.split('/').at(-1) ?? pattern
  const names = new Map(all.map((component) => [component.id, component.name]))
  const close = nearest(written, [...new Set(names.values())]).flatMap((name) =>
    [...names].flatMap(([id, own]) => (own === name ? [id] : [])),
  )
  return `there is no such component${close.length === 0 ? ', nor any other' : `, did you mean ${close.slice(0, 3).join(', ')}?`}`
}

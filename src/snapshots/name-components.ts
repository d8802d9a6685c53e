import type { Component } from '../tags/component.ts'

export type NamedComponents =
  | { kind: 'named'; components: ReadonlyMap<string, Component> }
  | { kind: 'problems'; problems: { name: string; message: string }[] }

const MOST_OFFERED = 5

/**
 * Which components the names in a file mean: the id, `type/name`, the name, or the type in the singular where there is
 * one component of that type alone (`prompt`, as the reliability guide writes). A name that could mean two is refused.
 */
export function nameComponents(names: readonly string[], components: readonly Component[]): NamedComponents {
  const named = new Map<string, Component>()
  const namedBy = new Map<string, string>()
  const problems: { name: string; message: string }[] = []
  for (const name of names) {
    const found = WAYS.map((means) => components.filter((component) => means(component, name))).find(
      (candidates) => candidates.length > 0,
    )
    const [component, ...others] = found ?? []
    const twice = component && namedBy.get(component.id)
    if (!component) problems.push({ name, message: `there is no such component. ${offered(components)}` })
    else if (others.length > 0) problems.push({ name, message: `could be any of ${listed(found ?? [])}: write the id` })
    else if (twice !== undefined) problems.push({ name, message: `means ${component.id}, as ${twice} does already` })
    else {
      named.set(name, component)
      namedBy.set(component.id, name)
    }
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'named', components: named }
}

const WAYS: readonly ((component: Component, name: string) => boolean)[] = [
  ({ id }, name) => id === name,
  ({ type, name: own }, name) => `${type}/${own}` === name,
  ({ name: own }, name) => own === name,
  ({ type }, name) => type === name || singular(type) === name,
]

/** edgit: agent → agents, query → queries, policy → policies. */
const singular = (type: string): string => type.replace(/ies$/, 'y').replace(/s$/, '')

const offered = (components: readonly Component[]): string =>
  components.length === 0 ? 'There are none' : `There are ${listed(components)}`

const listed = (components: readonly Component[]): string => {
  const more = components.length - MOST_OFFERED
  const ids = components.slice(0, MOST_OFFERED).map(({ id }) => id)
  return [...ids, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

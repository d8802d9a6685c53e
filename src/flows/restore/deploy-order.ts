import type { Component } from '../../tags/component.ts'

export type DeployOrderOf<Item> = { kind: 'ordered'; items: Item[] } | { kind: 'circle'; components: string[] }

/**
 * Sorts what is to be deployed so that everything comes after what it has to wait for; otherwise in the order given.
 *
 * @param waitsFor whether the first has to come after the second
 */
export function deployOrder<Item extends { component: Component }>(
  items: readonly Item[],
  waitsFor: (one: Component, other: Component) => boolean,
): DeployOrderOf<Item> {
  const ordered: Item[] = []
  const left = [...items]
  while (left.length > 0) {
    const next = left.findIndex(
      ({ component }) => !left.some((other) => other.component !== component && waitsFor(component, other.component)),
    )
    if (next < 0) return { kind: 'circle', components: circleIn(left, waitsFor) }
    ordered.push(...left.splice(next, 1))
  }
  return { kind: 'ordered', items: ordered }
}

/** Walks from one to what it waits for until it has been there already. */
function circleIn(
  items: readonly { component: Component }[],
  waitsFor: (one: Component, other: Component) => boolean,
): string[] {
  const path: Component[] = []
  let at = items[0]?.component
  while (at && !path.includes(at)) {
    path.push(at)
    const here: Component = at
    at = items.find(({ component }) => component !== here && waitsFor(here, component))?.component
  }
  return [...path.slice(at ? path.indexOf(at) : 0), ...(at ? [at] : [])].map(({ id }) => id)
}

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
  // Each pair is asked for once: the configuration answers with globs, and everything in an environment may be thousands.
  const before = items.map(({ component }) => {
    const indices = [...items.keys()]
    return new Set(
      indices.filter((index) => {
        const other = items[index]?.component
        return other !== undefined && other !== component && waitsFor(component, other)
      }),
    )
  })
  const waiting = before.map(({ size }) => size)
  const ordered: Item[] = []
  const left = new Set(items.keys())
  while (left.size > 0) {
    const next = [...left].find((index) => waiting[index] === 0)
    if (next === undefined) {
      const stuck = [...left].flatMap((index) => items[index] ?? [])
      return { kind: 'circle', components: circleIn(stuck, waitsFor) }
    }
    left.delete(next)
    ordered.push(items[next] as Item)
    for (const index of left) if (before[index]?.has(next)) waiting[index] = (waiting[index] ?? 0) - 1
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

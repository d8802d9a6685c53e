import type { Component } from '../tags/component.ts'
import { nameComponents } from './name-components.ts'
import type { ReadSnapshot } from './read-snapshot.ts'
import type { SnapshotEntry } from './snapshot.ts'

/** An entry of a file with the component that it means; `place` is `FILE:LINE:COLUMN`. */
type PlacedEntry = { entry: SnapshotEntry; component: Component; place: string }

export type PlacedEntries = { kind: 'placed'; entries: PlacedEntry[] } | { kind: 'problems'; problems: string[] }

/** Which components the entries of a snapshot mean, in the order of the file; or every name that means none, with its place. */
export function placeEntries(
  { snapshot, placeOf }: ReadSnapshot & { kind: 'snapshot' },
  known: readonly Component[],
): PlacedEntries {
  const named = nameComponents(
    snapshot.components.map(({ component }) => component),
    known,
  )
  if (named.kind === 'problems') {
    const problems = named.problems.map(({ name, message }) => `${placeOf(name)} ${JSON.stringify(name)}: ${message}`)
    return { kind: 'problems', problems }
  }
  const entries = snapshot.components.flatMap((entry) => {
    const component = named.components.get(entry.component)
    return component ? [{ entry, component, place: placeOf(entry.component) }] : []
  })
  return { kind: 'placed', entries }
}

import type { SnapshotEntry } from './snapshot.ts'

/** What applying `to` to what `from` shows would change for one component. */
export type Difference = { component: string } & (
  | { kind: 'same'; version: string | null }
  /** The same version with other content: the version tag was made again. */
  | { kind: 'remade'; from: SnapshotEntry; to: SnapshotEntry }
  | { kind: 'changed'; from: SnapshotEntry; to: SnapshotEntry }
  | { kind: 'only-before'; from: SnapshotEntry }
  | { kind: 'only-after'; to: SnapshotEntry }
)

/** By component, in the order of their ids. Both sides have to call the components the same. */
export function compareSnapshots(from: readonly SnapshotEntry[], to: readonly SnapshotEntry[]): Difference[] {
  const [before, after] = [from, to].map((entries) => new Map(entries.map((entry) => [entry.component, entry])))
  return [...new Set([...from, ...to].map(({ component }) => component))]
    .toSorted()
    .map((component) => differenceOf(component, before?.get(component), after?.get(component)))
}

function differenceOf(component: string, from: SnapshotEntry | undefined, to: SnapshotEntry | undefined): Difference {
  if (!from && to) return { component, kind: 'only-after', to }
  if (from && !to) return { component, kind: 'only-before', from }
  if (!from || !to) throw new Error(`${component} is in neither snapshot`)
  const sameCommit = startsAlike(from.commit, to.commit)
  if (from.version !== null && from.version === to.version) {
    return sameCommit === false
      ? { component, kind: 'remade', from, to }
      : { component, kind: 'same', version: from.version }
  }
  const onlyCommits = from.version === null || to.version === null
  return onlyCommits && sameCommit === true
    ? { component, kind: 'same', version: from.version ?? to.version }
    : { component, kind: 'changed', from, to }
}

/** Whether two ids, one of which may be abbreviated, are the same; `null` when one is not known. */
const startsAlike = (one: string | null, other: string | null): boolean | null =>
  one === null || other === null ? null : one.startsWith(other) || other.startsWith(one)

import type { PlaceState } from '../../ledger/place-state.ts'
import { compareSnapshots, type Difference } from '../../snapshots/compare-snapshots.ts'
import { placeEntries } from '../../snapshots/place-entries.ts'
import type { ReadSnapshot } from '../../snapshots/read-snapshot.ts'
import { foreignRepository } from '../../snapshots/snapshot.ts'
import type { Component } from '../../tags/component.ts'
import { snapshotOf } from './snapshot-of.ts'

export type SnapshotComparison =
  | {
      kind: 'compared'
      environment: string
      fileEnvironment: string | null
      /** `OWNER/NAME` that the file is a snapshot of, when that is not this repository. */
      foreign: string | null
      differences: Difference[]
    }
  | { kind: 'problems'; problems: string[] }

/**
 * What one environment would change to become what a file says: `from` is what is there, `to` is the file. The environment is
 * the one of the states, where they are of one, else the one that the file names.
 *
 * @param known components that the file may name; those that are not in the environment would be new there
 */
export function compareWithSnapshot(
  states: readonly PlaceState[],
  file: ReadSnapshot,
  given: { name: string; moment: number; known: readonly Component[]; repository: string },
): SnapshotComparison {
  if (file.kind === 'problems') return file
  const { name, moment, known, repository } = given
  const environments = [...new Set(states.map(({ environment }) => environment))]
  const fileEnvironment = file.snapshot.environment
  const environment = environments.length === 1 ? (environments[0] ?? '') : (fileEnvironment ?? '')
  const there = states.filter((state) => state.environment === environment)
  if (there.length === 0) {
    const found =
      fileEnvironment === null ? 'the file names none' : `there is nothing in ${fileEnvironment}, which the file names`
    return { kind: 'problems', problems: [`${name}: give the environment to compare with: ${found}`] }
  }
  const placed = placeEntries(file, known)
  if (placed.kind === 'problems') return placed
  const to = placed.entries.map(({ entry, component }) => ({ ...entry, component: component.id }))
  const from = snapshotOf(there, { environment, moment, repository }).components
  const foreign = foreignRepository(file.snapshot, repository)
  return { kind: 'compared', environment, fileEnvironment, foreign, differences: compareSnapshots(from, to) }
}

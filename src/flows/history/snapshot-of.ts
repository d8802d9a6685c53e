import type { PlaceState } from '../../ledger/place-state.ts'
import type { Snapshot } from '../../snapshots/snapshot.ts'

/** What an environment is on as a snapshot; what has no release there is left out. `moment` in milliseconds since the epoch. */
export const snapshotOf = (
  states: readonly PlaceState[],
  { environment, moment, repository }: { environment: string; moment: number; repository: string },
): Snapshot => ({
  ...{ format: 'tagback', environment, repository },
  takenAt: new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z'),
  components: states.flatMap(({ component, release, lastVerified }) =>
    release
      ? [
          {
            ...{ component: component.id, version: release.version, commit: release.commit },
            ...{ object: release.object, lastVerified },
          },
        ]
      : [],
  ),
})

import type { Destination } from '../../config/parse-destination.ts'
import type { PlaceState } from '../../ledger/place-state.ts'
import type { SnapshotEntry } from '../../snapshots/snapshot.ts'

/** A destination whose file, tag or history has been read. */
export type Goal =
  | Exclude<Destination, { kind: 'file' | 'backup' | 'time' }>
  /** A time, as it was written, with what each component was on then, by its id. */
  | { kind: 'then'; text: string; states: ReadonlyMap<string, PlaceState> }
  /** `entries` by the id of the component; `place` is `FILE:LINE:COLUMN`. `foreign`: another repository that it is a snapshot of. */
  | {
      kind: 'listed'
      name: string
      entries: ReadonlyMap<string, SnapshotEntry & { place: string }>
      foreign?: string | null
    }

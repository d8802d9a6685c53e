import { parseInstantOrDay } from '../config/parse-instant.ts'
import type { Snapshot } from './snapshot.ts'

export type StaleEntry = {
  component: string
  version: string | null
  lastVerified: string | null
  /** Seconds since then; `null` when it was never verified. */
  age: number | null
}

/**
 * The components that nobody has seen healthy for longer than `maxAge` (seconds), or ever. A baseline with one of them is
 * not known to be good. `now` in milliseconds since the epoch.
 */
export const staleEntries = (
  { components }: Pick<Snapshot, 'components'>,
  { now, maxAge }: { now: number; maxAge: number },
): StaleEntry[] =>
  components
    .map(({ component, version, lastVerified }) => ({
      ...{ component, version, lastVerified },
      age: lastVerified === null ? null : Math.floor((now - parseInstantOrDay(lastVerified)) / 1000),
    }))
    .filter(({ age }) => age === null || age > maxAge)

import type { HistoryEvent, RunFact } from './history.ts'

type Moved = HistoryEvent & { kind: 'moved' }

/**
 * The runs as they are seen from another place than the one whose moves they follow: a guard follows nothing there, or
 * what it has moved a ring to because its own place was moved to that.
 */
export const runsElsewhere = (
  runs: Readonly<Record<string, RunFact>>,
  moved: readonly Moved[],
  versionOf: Readonly<Record<string, string>>,
): Record<string, RunFact> =>
  Object.fromEntries(
    Object.entries(runs).map(([by, run]) => {
      const pushed = versionOf[run.follows ?? '']
      const onward = moved.find((move) => move.by === by && pushed !== undefined && versionOf[move.to ?? ''] === pushed)
      return [by, { ...run, follows: onward?.to ?? null, ...(onward ? { goesOn: true } : {}) }]
    }),
  )

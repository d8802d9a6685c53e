import type { Drift } from '../../ledger/decide-drift.ts'
import type { Outcome } from '../outcome.ts'

/** How a place ended. */
export type PlaceStatus =
  /** Tag, ledger and what is served agree, as far as that can be asked. */
  | 'in-sync'
  /** They agree again. */
  | 'repaired'
  /** A person has to look. */
  | 'failed'
  /** Somebody else is at work there, or the next run goes on. */
  | 'left'
  /** Found, and not repaired: a dry run, or Tagback is paused. */
  | 'found'

/** One component in one environment, as summary and outputs show it. */
export type PlaceReport = {
  component: string
  environment: string
  /** Version that the tag means; `null`: there is no tag, or it leads to no commit. */
  tag: string | null
  /** Version that is live by the ledger. */
  ledger: string | null
  /** What is served, as far as it was asked. */
  served: string | null
  drift: Drift['drift'] | 'regressed' | 'unresolved' | 'misconfigured' | 'failed'
  status: PlaceStatus
  /** For a person, without a final full stop. */
  sentence: string
  /** Shell commands that finish what the run could not. */
  nextSteps: string[]
  warnings: string[]
  /** The guard that the repair was; `null` when nothing was deployed or moved. */
  guarded: Pick<Outcome, 'decision' | 'reason'> | null
  /** Address of the issue in which people were told. */
  incident: string | null
}

/** How a reconcile ended. */
export type Reconciled = {
  /** Nothing was to be written. */
  dryRun: boolean
  paused: boolean
  places: PlaceReport[]
}

/** Places where tag, ledger and what is served did not agree, whatever became of that. */
export const isDrifted = ({ drift }: PlaceReport): boolean =>
  !['none', 'unasked', 'in-hand', 'monitored'].includes(drift)

export const countOf = ({ places }: Reconciled, status: PlaceStatus): number =>
  places.filter((place) => place.status === status).length

/** What became of a place, beside what was found there. */
export type Repair = Pick<PlaceReport, 'status' | 'sentence'> &
  Partial<Pick<PlaceReport, 'drift' | 'nextSteps' | 'guarded' | 'warnings' | 'incident'>>

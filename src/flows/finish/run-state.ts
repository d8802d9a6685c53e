import type { Closing } from '../ports.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'

/** How far a run has come. What follows is written down before it is begun. */
export type RunPhase =
  /** Nothing is known yet of what moved. */
  | 'reading'
  /** The ledger knows the move: the tag alone is moved back, and `ending` is what is said once it is. */
  | 'screened'
  /** The move is news; nothing is recorded or deployed. */
  | 'arming'
  /** On record, not deployed. */
  | 'recorded'
  | 'deploying'
  | 'watching'
  | 'moving-back'
  | 'redeploying'
  /** The release before was deployed again: is it served, and did it help? */
  | 'verifying'
  | 'closing'
  | 'done'

export const RUN_PHASES: readonly RunPhase[] = [
  ...(['reading', 'screened', 'arming', 'recorded', 'deploying', 'watching'] as const),
  ...(['moving-back', 'redeploying', 'verifying', 'closing', 'done'] as const),
]

/**
 * What a run leaves behind for whoever has to finish it. It says how far the run has come, never what to point a tag
 * at: that is read from the record on GitHub.
 */
export type RunState = {
  phase: RunPhase
  /** Why the release is left, once that is decided. */
  cause: RollbackCause | null
  /** How the record is to be closed, once that is decided. */
  ending: Closing | null
  /** People were told of the end, as far as they are to be told. */
  told: boolean
  /** Where the run is at work, when that is not the environment of its event: a canary goes on. */
  environment?: string
  /** Rings that go back because one behind them has failed, until each is there. */
  goingBack?: readonly GoingBack[]
}

export type GoingBack = { environment: string; cause: RollbackCause }

/** Writes down what is begun now, at once: the process may be killed with the next instruction. */
export type SaveState = (step: Partial<RunState>) => void

/** Whether a run that left this has nothing for a post step to do. */
export const isFinished = ({ phase, ending, told, goingBack = [] }: RunState): boolean =>
  goingBack.length === 0 &&
  (phase === 'reading' || (phase === 'screened' && told) || (phase === 'done' && (told || ending === null)))

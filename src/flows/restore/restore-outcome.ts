import type { Assessment } from '../../analysis/verdict.ts'
import type { RestoreEnding, RestoreFailure } from '../../ledger/restore-reasons.ts'
import type { HuntEnd } from '../bisect/hunt.ts'
import type { StepChange } from './describe-steps.ts'
import type { RestorePlan, RestoreStep } from './restore-plan.ts'
import type { RestoreWish } from './restore-wish.ts'

type Failed = { kind: 'failed'; reason: RestoreFailure; sentence: string }

/** How it ended for one component. */
export type ComponentEnd = {
  step: RestoreStep
  state:
    | { kind: 'restored' }
    | { kind: 'there' }
    | Failed
    /** Deployed after a component that failed, so not at all. */
    | { kind: 'skipped'; sentence: string }
    /** Undone, because a component failed: this one, where it says so. */
    | { kind: 'put-back'; sentence: string; because?: Failed }
    | { kind: 'not-put-back'; tagIsBack: boolean; sentence: string; because?: Failed }
  /** Of the watch after it; null when there was none. */
  assessment: Assessment | null
  /** Milliseconds from the moved tag to the end of the deploy and its proof; null when nothing was deployed. */
  took: number | null
}

/** The issue in which people were told of one component. */
export type ToldIncident = { component: string; url: string }

export type RestoreOutcome = RestoreEnding & {
  /** One sentence for a person, without a final full stop; further lines where there are several problems. */
  sentence: string
  wish: RestoreWish | null
  plan: RestorePlan | null
  components: ComponentEnd[]
  /** What differs between what was there and what is wished, in the files of the first components. */
  changes: StepChange[]
  /** Name of the tag that was made before anything was moved. */
  backup: string | null
  incidents: ToldIncident[]
  /** Null or left out when no bug was looked for. */
  hunt?: HuntEnd | null
  warnings: string[]
  /** Shell commands that finish what the run could not. */
  nextSteps: string[]
}

/** An end before anything was read or written. */
export const restoreRefusal = (reason: 'bad-input' | 'github-not-read', sentence: string): RestoreOutcome => ({
  ...{ decision: 'refused', reason, sentence, wish: null, plan: null },
  ...{ components: [], changes: [], backup: null, incidents: [], warnings: [], nextSteps: [] },
})

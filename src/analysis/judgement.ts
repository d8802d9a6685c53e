import type { Measurement } from './measurement.ts'
import type { Policy } from './policy.ts'
import type { Assessment } from './verdict.ts'

/** A watch in progress. Plain data: it can be written to a file and taken up again. */
export type Judgement = { policy: Policy; assessment: Assessment; breaches: number; answered: number }

export function beginJudgement(policy: Policy): Judgement {
  throw new Error(`not written yet: ${policy.threshold}`)
}

/** Takes in the next measurement. Once the verdict is no longer `undecided`, it does not change any more. */
export function observe(judgement: Judgement, measurement: Measurement): Judgement {
  throw new Error(`not written yet: ${judgement.answered} ${measurement.at}`)
}

/** The watch is over: the verdict is never `undecided`. */
export function conclude(judgement: Judgement): Assessment & { verdict: Exclude<Assessment['verdict'], 'undecided'> } {
  throw new Error(`not written yet: ${judgement.answered}`)
}

import { checkHistory } from './check-history.ts'
import { type FaultKind, faultsOf, type Step, takesTheRunner } from './fault-kinds.ts'
import { type FlowName, flowOf } from './flows.ts'
import type { Violation } from './history.ts'
import { outcomeOf } from './outcome-of.ts'
import { playCase } from './play-case.ts'
import { hasPost } from './run-stages.ts'
import type { Template } from './template.ts'

export type FaultCase = { flow: FlowName; step: Step; fault: FaultKind; post: boolean }

export type FaultResult = FaultCase & {
  /** How it ended, for the table. */
  outcome: string
  /** The step came: when a run takes another way, it may not. */
  reached: boolean
  violations: Violation[]
}

export type Baseline = { flow: FlowName; steps: Step[]; outcome: string; violations: Violation[] }

/** The run in which nothing goes wrong, whose steps are then spoiled one by one. */
export async function playBaseline(template: Template, flow: FlowName): Promise<Baseline> {
  const { history, steps } = await playCase({ template, ...flowOf(flow), spoiled: null, post: hasPost() })
  return { flow, steps, outcome: outcomeOf(history), violations: checkHistory(history) }
}

/** Every fault at every step; where the machine can be gone with the action, without `post` as well. */
export const casesOf = ({ flow, steps }: Baseline): FaultCase[] =>
  steps.flatMap((step) =>
    faultsOf(step).flatMap((fault) =>
      (hasPost() || !takesTheRunner(fault) ? [true] : []).concat(takesTheRunner(fault) ? [false] : []).map((post) => ({
        ...{ flow, step, fault, post },
      })),
    ),
  )

export async function playFault(template: Template, wanted: FaultCase): Promise<FaultResult> {
  const { step, fault, post, flow } = wanted
  const { history, reached } = await playCase({ template, ...flowOf(flow), spoiled: { step, fault }, post })
  return { ...wanted, outcome: outcomeOf(history), reached, violations: checkHistory(history) }
}

/** Works on so many at once; a case mostly waits. Results in the order of the work. */
export async function inLanes<T, R>(lanes: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = items.map((item, index) => ({ item, index }))
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next.index] = await work(next.item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  return results
}

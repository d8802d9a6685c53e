import { checkHistories } from './check-histories.ts'
import { type FaultKind, faultsOf, type Step, takesTheRunner } from './fault-kinds.ts'
import { type FlowName, flowOf } from './flows.ts'
import type { Violation } from './history.ts'
import { outcomesOf } from './outcome-of.ts'
import { playCase } from './play-case.ts'
import { hasPost } from './run-stages.ts'
import type { Templates } from './template.ts'

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
export async function playBaseline(templates: Templates, flow: FlowName): Promise<Baseline> {
  const { histories, steps } = await playCase({ templates, flow: flowOf(flow), spoiled: null, post: hasPost() })
  return { flow, steps, outcome: outcomesOf(histories), violations: checkHistories(histories) }
}

/** Every fault at every step; where the machine of a guard can be gone with the action, without `post` as well. */
export const casesOf = ({ flow, steps }: Baseline): FaultCase[] =>
  steps.flatMap((step) =>
    faultsOf(step).flatMap((fault) => {
      const lost = flowOf(flow).stage === 'main' && takesTheRunner(fault)
      return (lost ? [hasPost(), false] : [true])
        .filter((post, index, all) => all.indexOf(post) === index)
        .map((post) => ({ flow, step, fault, post }))
    }),
  )

export async function playFault(templates: Templates, wanted: FaultCase): Promise<FaultResult> {
  const { step, fault, post, flow } = wanted
  const { histories, reached } = await playCase({ templates, flow: flowOf(flow), spoiled: { step, fault }, post })
  return { ...wanted, outcome: outcomesOf(histories), reached, violations: checkHistories(histories) }
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

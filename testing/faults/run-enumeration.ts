import { type Baseline, casesOf, type FaultCase, inLanes, playBaseline, playFault } from './enumerate.ts'
import { sayStep } from './fault-kinds.ts'
import { reproduction } from './fault-table.ts'
import { FLOW_NAMES } from './flows.ts'
import { inSpreadOrder, spreadOver } from './spread-over.ts'
import { createTemplates } from './template.ts'
import { writeResults } from './write-results.ts'

export type EnumerationOrder = {
  /** Left out: all of them. */
  flow?: string | undefined
  /** Its number in the run without a fault, or its name with `#` and the number among its kind. */
  step?: string | undefined
  fault?: string | undefined
  post?: string | undefined
  /** Cases that are played at once. */
  lanes: number
  /** So many of the cases, evenly spread. */
  sample?: number | undefined
  /** Flows whose names begin like this are played whole all the same. */
  whole?: string | undefined
  /** No further case is begun after this time. What was played by then is spread over all. */
  minutes?: number | undefined
  /** Write the table to bench/results: the cases that were played, in place of what is there of them. */
  write: boolean
}

/** Plays every case that is asked for, and gives how many broke something. */
export async function runEnumeration(order: EnumerationOrder): Promise<number> {
  const flows = FLOW_NAMES.filter((flow) => order.flow === undefined || order.flow === flow)
  if (flows.length === 0) throw new Error(`Expected --flow to be one of ${FLOW_NAMES.join(', ')}, got ${order.flow}`)
  const began = performance.now()
  const seconds = (): number => Math.round((performance.now() - began) / 1000)
  const templates = await createTemplates()
  try {
    const baselines = await inLanes(flows.length, flows, (flow) => playBaseline(templates, flow))
    const all = baselines.flatMap(casesOf).filter(wanted(order, baselines))
    if (all.length === 0) throw new Error(`No case of that kind. Steps:\n${baselines.map(listSteps).join('\n')}`)
    const { whole, sample = all.length } = order
    const isWhole = ({ flow }: FaultCase): boolean => whole !== undefined && flow.startsWith(whole)
    const others = spreadOver(
      all.filter((one) => !isWhole(one)),
      sample,
    )
    const cases = [
      ...(order.minutes === undefined ? others : inSpreadOrder(others)),
      ...inSpreadOrder(all.filter(isWhole)),
    ]
    const until = began + (order.minutes ?? Number.POSITIVE_INFINITY) * 60_000
    console.error(`${seconds()} s: ${cases.length} of ${all.length} cases`)
    let done = 0
    const played = await inLanes(order.lanes, cases, async (one) => {
      if (performance.now() > until) return null
      const result = await playFault(templates, one)
      done += 1
      if (cases.length === 1) console.log(result.outcome)
      if (done % 50 === 0) console.error(`${seconds()} s: ${done} of ${cases.length}`)
      for (const { rule, sentence } of result.violations) console.log(`${rule}: ${sentence}\n  ${reproduction(result)}`)
      return result
    })
    const results = played.filter((result) => result !== null)
    const missing = results.filter(({ reached }) => !reached).length
    const broken = [...baselines, ...results].filter(({ violations }) => violations.length > 0).length
    console.log(`${results.length} cases: ${broken} with a violation, ${missing} whose step did not come`)
    console.error(`${seconds()} s`)
    if (order.write) {
      writeResults(
        baselines.map((baseline) => ({
          baseline,
          all: casesOf(baseline).length,
          results: results.filter(({ flow }) => flow === baseline.flow),
        })),
      )
    }
    return broken
  } finally {
    templates.remove()
  }
}

function wanted({ fault, post, step }: EnumerationOrder, baselines: readonly Baseline[]): (one: FaultCase) => boolean {
  const numbered = (one: FaultCase): number =>
    (baselines.find(({ flow }) => flow === one.flow)?.steps.indexOf(one.step) ?? -1) + 1
  return (one) =>
    (fault === undefined || one.fault === fault) &&
    (post === undefined || one.post === (post === 'yes')) &&
    (step === undefined || step === sayStep(one.step) || step === String(numbered(one)))
}

const listSteps = ({ flow, steps }: Baseline): string =>
  [flow, ...steps.map((step, index) => `${String(index + 1).padStart(4)} ${sayStep(step)}`)].join('\n')

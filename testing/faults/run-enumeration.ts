import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine } from '../../bench/machine.ts'
import { type Baseline, casesOf, type FaultCase, inLanes, playBaseline, playFault } from './enumerate.ts'
import { sayStep } from './fault-kinds.ts'
import { type FlowReport, renderFlow, reproduction } from './fault-table.ts'
import { FLOW_NAMES } from './flows.ts'
import { hasPost, hasReconcile } from './run-stages.ts'
import { inSpreadOrder, spreadOver } from './spread-over.ts'
import { createTemplate } from './template.ts'

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
  /** Write the table to bench/results. */
  write: boolean
}

/** Plays every case that is asked for, and gives how many broke something. */
export async function runEnumeration(order: EnumerationOrder): Promise<number> {
  const flows = FLOW_NAMES.filter((flow) => order.flow === undefined || order.flow === flow)
  if (flows.length === 0) throw new Error(`Expected --flow to be one of ${FLOW_NAMES.join(', ')}, got ${order.flow}`)
  const began = performance.now()
  const seconds = (): number => Math.round((performance.now() - began) / 1000)
  const template = await createTemplate()
  try {
    const baselines = await inLanes(flows.length, flows, (flow) => playBaseline(template, flow))
    const all = baselines.flatMap(casesOf).filter(wanted(order, baselines))
    if (all.length === 0) throw new Error(`No case of that kind. Steps:\n${baselines.map(listSteps).join('\n')}`)
    const { whole, sample = all.length } = order
    const isWhole = ({ flow }: FaultCase): boolean => whole !== undefined && flow.startsWith(whole)
    const cases = [
      ...spreadOver(
        all.filter((one) => !isWhole(one)),
        sample,
      ),
      ...inSpreadOrder(all.filter(isWhole)),
    ]
    const until = began + (order.minutes ?? Number.POSITIVE_INFINITY) * 60_000
    console.error(`${seconds()} s: ${cases.length} of ${all.length} cases`)
    let done = 0
    const played = await inLanes(order.lanes, cases, async (one) => {
      if (performance.now() > until) return null
      const result = await playFault(template, one)
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
        baselines.map((baseline) => ({ baseline, results: results.filter(({ flow }) => flow === baseline.flow) })),
        { cases: results, all },
      )
    }
    return broken
  } finally {
    template.remove()
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

type Coverage = { cases: readonly FaultCase[]; all: readonly FaultCase[] }

/** Which cases were played, for whoever reads the table. */
function sayCoverage({ cases, all }: Coverage): string {
  if (cases.length === all.length) return `All ${all.length} cases`
  const ofFlow = (list: readonly FaultCase[], name: string): number => list.filter(({ flow }) => flow === name).length
  const whole = FLOW_NAMES.filter((name) => ofFlow(cases, name) > 0 && ofFlow(cases, name) === ofFlow(all, name))
  const count = (list: readonly FaultCase[]): number => list.filter(({ flow }) => !whole.includes(flow)).length
  const spread = `an even spread of ${count(cases)} of the ${count(all)} cases`
  if (whole.length === 0) return `${spread[0]?.toUpperCase()}${spread.slice(1)}`
  return `All ${all.length - count(all)} cases of ${whole.join(' and ')}, and ${spread} of the other flows`
}

function writeResults(reports: readonly FlowReport[], coverage: Coverage): void {
  const folder = join(import.meta.dirname, '../../bench/results')
  const { cores, memoryGiB, node, system } = describeMachine()
  const head = [
    '# Faults',
    '`npm run test:faults -- --write` spoils one request or one start of a process in each run of the built action, against a local GitHub with a real repository and a real service, and then checks what is left. A letter is how it ended. `−` before it: the machine was gone, so that no post step ran. `·`: the step did not come in this run. `✗`: a violation.',
    `${sayCoverage(coverage)}. Post step: ${hasPost() ? 'yes' : 'not there yet'}. Reconcile, seven hours later: ${hasReconcile() ? 'yes' : 'not there yet'}. Machine: ${cores} cores, ${memoryGiB} GiB, Node.js ${node}, ${system}.`,
  ]
  writeFileSync(join(folder, 'faults.md'), `${[...head, ...reports.map(renderFlow)].join('\n\n')}\n`)
  writeFileSync(
    join(folder, 'faults.json'),
    `${JSON.stringify({ schemaVersion: 1, played: coverage.cases.length, all: coverage.all.length, flows: reports }, null, 2)}\n`,
  )
}

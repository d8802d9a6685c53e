/** `npm run test:faults`: spoils every request and every process of a flow, one in each run, and checks what is left. */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeMachine } from '../../bench/machine.ts'
import { type Baseline, casesOf, type FaultCase, inLanes, playBaseline, playFault } from './enumerate.ts'
import { sayStep } from './fault-kinds.ts'
import { type FlowReport, renderFlow, reproduction } from './fault-table.ts'
import { FLOW_NAMES } from './flows.ts'
import { hasPost, hasReconcile } from './run-stages.ts'
import { spreadOver } from './spread-over.ts'
import { createTemplate } from './template.ts'

const { values } = parseArgs({
  options: {
    flow: { type: 'string' },
    step: { type: 'string' },
    fault: { type: 'string' },
    post: { type: 'string' },
    lanes: { type: 'string', default: String(availableParallelism() * 5) },
    sample: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const flows = FLOW_NAMES.filter((flow) => values.flow === undefined || values.flow === flow)
if (flows.length === 0) throw new Error(`Expected --flow to be one of ${FLOW_NAMES.join(', ')}, got ${values.flow}`)

const began = performance.now()
const seconds = (): number => Math.round((performance.now() - began) / 1000)
const template = await createTemplate()
try {
  const baselines = await inLanes(flows.length, flows, (flow) => playBaseline(template, flow))
  const all = baselines.flatMap(casesOf).filter(wanted(baselines))
  if (all.length === 0) throw new Error(`No case of that kind. Steps:\n${baselines.map(listSteps).join('\n')}`)
  const cases = spreadOver(all, values.sample === undefined ? all.length : Number(values.sample))
  console.error(`${seconds()} s: ${cases.length} of ${all.length} cases`)
  let done = 0
  const results = await inLanes(Number(values.lanes), cases, async (one) => {
    const result = await playFault(template, one)
    done += 1
    if (cases.length === 1) console.log(result.outcome)
    if (done % 50 === 0) console.error(`${seconds()} s: ${done} of ${cases.length}`)
    for (const { rule, sentence } of result.violations) console.log(`${rule}: ${sentence}\n  ${reproduction(result)}`)
    return result
  })
  const reports = baselines.map(
    (baseline): FlowReport => ({ baseline, results: results.filter(({ flow }) => flow === baseline.flow) }),
  )
  const broken = results.filter(({ violations }) => violations.length > 0).length
  const missing = results.filter(({ reached }) => !reached).length
  console.log(
    `${results.length} cases in ${seconds()} s: ${broken} with a violation, ${missing} whose step did not come`,
  )
  if (values.write) writeResults(reports)
  const broke = baselines.some(({ violations }) => violations.length > 0)
  process.exitCode = broken > 0 || broke ? 1 : 0
} finally {
  template.remove()
}

function wanted(baselines: readonly Baseline[]): (one: FaultCase) => boolean {
  const numbered = (one: FaultCase): number =>
    (baselines.find(({ flow }) => flow === one.flow)?.steps.indexOf(one.step) ?? -1) + 1
  return (one) =>
    (values.fault === undefined || one.fault === values.fault) &&
    (values.post === undefined || one.post === (values.post === 'yes')) &&
    (values.step === undefined || values.step === sayStep(one.step) || values.step === String(numbered(one)))
}

function listSteps({ flow, steps }: Baseline): string {
  return [flow, ...steps.map((step, index) => `${String(index + 1).padStart(4)} ${sayStep(step)}`)].join('\n')
}

function writeResults(reports: readonly FlowReport[]): void {
  const folder = join(import.meta.dirname, '../../bench/results')
  const head = [
    '# Faults',
    '`npm run test:faults -- --write` spoils one request or one start of a process in each run of the built action, against a local GitHub with a real repository and a real service, and then checks what is left. A letter is how it ended. `−` before it: the machine was gone, so that no post step ran. `·`: the step did not come in this run. `✗`: a violation.',
    `Post step: ${hasPost() ? 'yes' : 'not there yet'}. Reconcile afterwards: ${hasReconcile() ? 'yes' : 'not there yet'}. Machine: ${describeMachine()}.`,
  ]
  writeFileSync(join(folder, 'faults.md'), `${[...head, ...reports.map(renderFlow)].join('\n\n')}\n`)
  writeFileSync(join(folder, 'faults.json'), `${JSON.stringify(reports, null, 2)}\n`)
}

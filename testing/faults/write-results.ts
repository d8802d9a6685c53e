import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine } from '../../bench/machine.ts'
import type { FaultResult } from './enumerate.ts'
import { sayStep } from './fault-kinds.ts'
import { type FlowReport, renderFlow } from './fault-table.ts'
import { FLOW_NAMES } from './flows.ts'

const FOLDER = join(import.meta.dirname, '../../bench/results')
const TABLE = join(FOLDER, 'faults.md')
const DATA = join(FOLDER, 'faults.json')

type Data = { schemaVersion: 2; machine: string; flows: FlowReport[] }

/** Writes what was played to bench/results, in place of what is there of these cases. */
export function writeResults(played: readonly FlowReport[]): void {
  const flows = mergeReports(readResults(), played)
  const { cores, memoryGiB, node, system } = describeMachine()
  const machine = `${cores} cores, ${memoryGiB} GiB, Node.js ${node}, ${system}`
  const data: Data = { schemaVersion: 2, machine, flows }
  writeFileSync(TABLE, `${renderTable(data)}\n`)
  writeFileSync(DATA, `${JSON.stringify(data)}\n`)
}

const readResults = (): FlowReport[] => {
  const data = existsSync(DATA) ? (JSON.parse(readFileSync(DATA, 'utf8')) as Partial<Data>) : {}
  return data.schemaVersion === 2 ? (data.flows ?? []) : []
}

/** One report of each flow, in their order. Of each case, and of the run without a fault, the newer one counts; what is no step any more is left out. */
export const mergeReports = (there: readonly FlowReport[], played: readonly FlowReport[]): FlowReport[] =>
  FLOW_NAMES.flatMap((name) => {
    const of = ({ baseline }: FlowReport): boolean => baseline.flow === name
    const [before, now] = [there.find(of), played.find(of)]
    if (!before || !now) return now ?? before ?? []
    const again = new Set(now.results.map(keyOf))
    const steps = new Set(now.baseline.steps.map(sayStep))
    const kept = before.results.filter((result) => steps.has(sayStep(result.step)) && !again.has(keyOf(result)))
    return { ...now, results: [...kept, ...now.results] }
  })

const keyOf = ({ step, fault, post }: FaultResult): string => `${sayStep(step)} ${fault} ${post}`

const renderTable = ({ machine, flows }: Data): string =>
  [
    '# Faults',
    '`npm run test:faults -- --write` spoils one request or one start of a process in each run of the built action, against a local GitHub with a real repository and a real service, and then checks what is left. A letter is how it ended. `−` before it: the machine was gone, so that no post step ran. `·`: the step did not come in this run. `✗`: a violation.',
    `${sayCoverage(flows)}. After each the post step ran, and seven hours later a reconcile. Machine: ${machine}.`,
    ...flows.map(renderFlow),
  ].join('\n\n')

/** How many of the cases were played, and what came of them. */
export function sayCoverage(flows: readonly FlowReport[]): string {
  const sum = (of: (report: FlowReport) => number): number => flows.reduce((total, report) => total + of(report), 0)
  const [all, cases] = [sum((report) => report.all), sum(({ results }) => results.length)]
  const broken = sum(({ results }) => results.filter(({ violations }) => violations.length > 0).length)
  const played = cases === all ? `All ${all} cases` : `${cases} of the ${all} cases`
  return `${played} of ${flows.length} flows: ${broken} with a violation`
}

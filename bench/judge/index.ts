/**
 * `npm run bench:judge [-- --traces N] [--only gaps,ratios]`: judges simulated and recorded watches by Tagback and its
 * peers and writes bench/results/judge.md and judge.json. 50 traces a cell take well under a minute, 500 some minutes.
 * `--only`: scenarios with these words in their names (and the ratios, the pairs) are run anew, what the last run with
 * as many traces found of the others is kept. The seed of a cell depends on its name alone, so that it comes to the same.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readRecordings } from './recorded.ts'
import { type Results, report } from './report.ts'
import { type Cell, runPairs, runRatios, runRecorded, runScenario } from './run.ts'
import { exactlyTheThreshold, healthy, heldOut, regressed, type Scenario } from './scenarios.ts'

const TRAFFICS = [1, 10, 100]

const { values } = parseArgs({ options: { traces: { type: 'string', default: '50' }, only: { type: 'string' } } })
const traces = Number(values.traces)
if (!Number.isInteger(traces) || traces < 1)
  throw new Error(`--traces: expected a number above 0, found ${values.traces}`)

const begun = performance.now()
const folder = join(import.meta.dirname, '../results')
const words = values.only?.split(',')
const last: Results | null = words ? JSON.parse(readFileSync(join(folder, 'judge.json'), 'utf8')) : null
if (last && last.traces !== traces)
  throw new Error(`--only: the last run had ${last.traces} traces a cell, not ${traces}`)

const run = (scenarios: Scenario[], before: Cell[] | undefined) =>
  TRAFFICS.flatMap((traffic) =>
    scenarios.map((scenario) => {
      const kept = before?.find((cell) => cell.scenario === scenario.name && cell.perSecond === traffic)
      return kept && !words?.some((word) => scenario.name.includes(word))
        ? kept
        : runScenario(scenario, traffic, traces)
    }),
  )
const results: Results = {
  traces,
  healthy: run(healthy, last?.healthy),
  heldOut: run(heldOut, last?.heldOut),
  atThreshold: run([exactlyTheThreshold], last?.atThreshold),
  regressed: run(regressed, last?.regressed),
  ratios: last && !words?.includes('ratios') ? last.ratios : runRatios(traces),
  pairs: last && !words?.includes('pairs') ? last.pairs : runPairs(traces),
  recorded: runRecorded(readRecordings(join(import.meta.dirname, '../recordings/prometheus.jsonl'))),
}
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'judge.json'), `${JSON.stringify(results, null, 1)}\n`)
writeFileSync(join(folder, 'judge.md'), report(results))
process.stderr.write(`bench:judge: ${traces} traces a cell, ${((performance.now() - begun) / 1000).toFixed(0)} s\n`)

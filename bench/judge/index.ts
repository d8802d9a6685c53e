/**
 * `npm run bench:judge [-- --traces N]`: judges simulated watches by Tagback and its peers and writes
 * bench/results/judge.md and judge.json. 50 traces a cell take well under a minute, 500 some minutes.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Results, report } from './report.ts'
import { runPairs, runRatios, runScenario } from './run.ts'
import { exactlyTheThreshold, healthy, heldOut, regressed, type Scenario } from './scenarios.ts'

const TRAFFICS = [1, 10, 100]

const { values } = parseArgs({ options: { traces: { type: 'string', default: '50' } } })
const traces = Number(values.traces)
if (!Number.isInteger(traces) || traces < 1)
  throw new Error(`--traces: expected a number above 0, found ${values.traces}`)

const begun = performance.now()
const run = (scenarios: Scenario[]) =>
  TRAFFICS.flatMap((traffic) => scenarios.map((scenario) => runScenario(scenario, traffic, traces)))
const results: Results = {
  traces,
  healthy: run(healthy),
  heldOut: run(heldOut),
  atThreshold: run([exactlyTheThreshold]),
  regressed: run(regressed),
  ratios: runRatios(traces),
  pairs: runPairs(traces),
}
const folder = join(import.meta.dirname, '../results')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'judge.json'), `${JSON.stringify(results, null, 1)}\n`)
writeFileSync(join(folder, 'judge.md'), report(results))
process.stderr.write(`bench:judge: ${traces} traces a cell, ${((performance.now() - begun) / 1000).toFixed(0)} s\n`)

/** `npm run bench:drill`: measures the committed drill, and writes bench/results/drill.*. */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { drillFigures } from './drill-figures.ts'
import { describeMachine } from './machine.ts'
import { type MeasuredDrill, measureDrill, prepareDrills } from './measured-drill.ts'
import { type Bench, renderTable } from './render-table.ts'
import { openStage } from './stage.ts'

const ROUNDS = 9

const [load = 0] = loadavg()
const stage = await openStage()
const drills: MeasuredDrill[] = []
try {
  await stage.release('v1.1.0', 0)
  await stage.guardMoveTo('v1.1.0', 'kept')
  await prepareDrills(stage)
  for (let round = 0; round < ROUNDS; round++) drills.push(await measureDrill(stage))
} finally {
  await stage.close()
}
const figures = drillFigures('a drill with injected figures', drills)
const bench: Bench = { schemaVersion: 1, machine: describeMachine(), quick: false, figures }
const table = renderTable(bench, 'npm run bench:drill')
const waiting =
  'A watch needs two polls: counting begins with the first, and the shortest `interval` between them is a second. A drill watches twice, the breach and the recovery, so that two seconds of it are no work. They are measured at the metric source, from the end of one scrape to the end of the next, and taken off in the first line.'
const others = `The load of the machine was ${load.toFixed(1)} when it began. Above its number of cores, processes wait for each other, and every figure but the waiting for polls is longer for it.`
console.log(table)
const results = join(import.meta.dirname, 'results')
writeFileSync(join(results, 'drill.md'), `# Figures of a drill\n\n${waiting}\n\n${others}\n\n${table}\n`)
writeFileSync(join(results, 'drill.json'), `${JSON.stringify(bench, null, 2)}\n`)

/** `npm run bench`: measures the committed bundle and writes bench/results/guard.*; `-- --quick` only tries that it runs. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guardFigures, oldVersionFigures } from './guard-figures.ts'
import { describeMachine } from './machine.ts'
import { measureGuards, type Sizes } from './measure-cases.ts'
import { type Bench, renderTable } from './render-table.ts'
import { scaleFigures } from './scale-figures.ts'
import { measureStartUps } from './start-up.ts'
import { startUpFigures } from './start-up-figures.ts'

const FULL: Sizes & { rounds: number } = {
  ...{ rollbacks: { few: 7, many: 2 }, spread: 50_000, versions: 2_000 },
  rounds: 15,
}
const QUICK: typeof FULL = { rollbacks: { few: 1, many: 1 }, spread: 1_000, versions: 200, rounds: 3 }

const given = process.argv.slice(2)
const unknown = given.find((argument) => argument !== '--quick')
if (unknown !== undefined) throw new Error(`Expected no argument or --quick, got ${JSON.stringify(unknown)}`)
const quick = given.includes('--quick')
const sizes = quick ? QUICK : FULL
const began = performance.now()
const tell = (text: string): void => console.error(`${Math.round((performance.now() - began) / 1000)} s: ${text}`)

tell('Start-up')
const startUps = await measureStartUps(sizes.rounds)
const { few, spread, deep, old } = await measureGuards(sizes, tell)
const bench: Bench = {
  schemaVersion: 1,
  machine: describeMachine(),
  quick,
  figures: [
    ...[few, spread, deep].flatMap((measured) => guardFigures(measured, few, startUps.emptyPeak)),
    ...oldVersionFigures(old.name, old.kept, deep.kept),
    ...startUpFigures(startUps),
    ...scaleFigures(sizes.rounds),
  ],
}
tell('Done')

const table = renderTable(bench)
console.log(table)
if (!quick) {
  const results = join(import.meta.dirname, 'results')
  writeFileSync(join(results, 'guard.md'), `# Figures of a guard\n\n${table}\n`)
  writeFileSync(join(results, 'guard.json'), `${JSON.stringify(bench, null, 2)}\n`)
}
const missed = bench.figures.filter(({ met }) => met === false)
for (const { case: where, name, value, target } of missed)
  console.error(`Missed with ${where}: ${name} is ${value}, expected at most ${target}`)

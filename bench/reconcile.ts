/** `npm run bench:reconcile`: measures the list of tags and the committed reconcile, and writes bench/results/reconcile.*. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { listTagsFigures } from './list-tags-figures.ts'
import { describeMachine } from './machine.ts'
import { addTags, spreadTags } from './many-tags.ts'
import { reconcileFigures } from './reconcile-figures.ts'
import { recordPlaces } from './recorded-places.ts'
import { type Bench, renderTable } from './render-table.ts'
import { openStage } from './stage.ts'
import { measureStartUps } from './start-up.ts'

const ROUNDS = 7
const ENVIRONMENTS = ['canary', 'production', 'staging']
const COMPONENTS = Array.from({ length: 100 }, (_, index) => `components/prompts/placed-${index}`)
const PLACES = ENVIRONMENTS.length * COMPONENTS.length
const TAGS = 50_000

const { emptyPeak } = await measureStartUps(1)
const stage = await openStage()
const figures: Figure[] = []
try {
  figures.push(...(await listTagsFigures(stage, 'few tags', ROUNDS)))
  await recordPlaces(stage, COMPONENTS, ENVIRONMENTS)
  figures.push(...(await reconcileFigures(stage, PLACES, `${PLACES} places in sync`, ROUNDS, emptyPeak)))
  await addTags(stage.repository.gitDir, spreadTags(TAGS))
  const many = `${TAGS.toLocaleString('en')} more tags`
  figures.push(...(await listTagsFigures(stage, many, ROUNDS)))
  figures.push(...(await reconcileFigures(stage, PLACES, `${PLACES} places in sync, ${many}`, ROUNDS, emptyPeak)))
} finally {
  await stage.close()
}
const bench: Bench = { schemaVersion: 1, machine: describeMachine(), quick: false, figures }
const table = renderTable(bench, 'npm run bench:reconcile')
console.log(table)
const results = join(import.meta.dirname, 'results')
writeFileSync(join(results, 'reconcile.md'), `# Figures of a reconcile\n\n${table}\n`)
writeFileSync(join(results, 'reconcile.json'), `${JSON.stringify(bench, null, 2)}\n`)

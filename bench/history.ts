/** `npm run bench:history`: 100,000 records and 50,000 tags, read by the committed action; writes bench/results/history.*. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEdgit } from '../testing/github/edgit-tags.ts'
import type { LocalGitHub } from '../testing/github/local-github.ts'
import { git } from '../testing/github/run-git.ts'
import { startLocalGitHub } from '../testing/github/start-local-github.ts'
import { type Figure, figureOf } from './figure.ts'
import { describeMachine } from './machine.ts'
import { addTags, spreadTags } from './many-tags.ts'
import { type Bench, renderTable } from './render-table.ts'
import { restHistory } from './rest-history.ts'
import { type HistoryRun, runHistory } from './run-history.ts'
import { seedHistory } from './seed-history.ts'
import { measureStartUps } from './start-up.ts'

const COMPONENTS = Array.from({ length: 20 }, (_, index) => `components/prompts/placed-${index}`)
const FEW = 1_000
const MANY = 100_000
const TAGS = 50_000
const ROUNDS = 5
const MB = 1_000_000
const MOST_MEMORY = 200
/** What GITHUB_TOKEN has in an hour. */
const ALLOWANCE = 1_000

type Scale = { github: LocalGitHub; root: string; token: () => string }

/** A local GitHub with so many records of twenty components, and so many tags of others. */
async function openScale(records: number, tags: number): Promise<Scale> {
  const root = mkdtempSync(join(tmpdir(), 'tagback-history-'))
  const github = await startLocalGitHub({ rateLimit: ALLOWANCE })
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
  const edgit = await createEdgit(join(root, 'clone'))
  await edgit.commit({ 'prompts/placed-0.md': 'v1\n' }, 'feat: v1', '2026-11-20T09:00:00Z')
  const person = github.createToken({ kind: 'user', login: 'ada', permissions: { contents: 'write' } })
  await git(edgit.workTree, ['push', '--quiet', repository.cloneUrlWithToken(person), 'main'])
  const named = COMPONENTS.flatMap((component) => [`${component}/v0.1.0`, `${component}/production`])
  await addTags(repository.gitDir, [...named, ...spreadTags(tags)])
  await seedHistory(repository, COMPONENTS, records)
  // Each has an hour's allowance of its own.
  const token = () => github.createToken({ kind: 'actions', permissions: { contents: 'read', deployments: 'read' } })
  return { github, root, token }
}

async function close({ github, root }: Scale): Promise<void> {
  await github.close()
  rmSync(root, { recursive: true, force: true })
  if (github.violations.length > 0) throw new Error(`The local GitHub objects:\n${github.violations.join('\n')}`)
}

const run = ({ github, root, token }: Scale, inputs: Record<string, string>): Promise<HistoryRun> =>
  runHistory({ github, workspace: root, token: token() }, inputs)

const spelled = (count: number): string => count.toLocaleString('en')
const { emptyPeak } = await measureStartUps(1)
const memory = (of: string, runs: readonly HistoryRun[]): Figure =>
  figureOf({
    ...{
      of,
      name: 'peak memory',
      unit: 'MB',
      target: MOST_MEMORY,
      values: runs.map(({ peakBytes }) => peakBytes / MB),
    },
    beside: { name: 'an empty Node script', values: [emptyPeak / MB] },
  })

async function stateFigures(scale: Scale, of: string): Promise<Figure[]> {
  console.error(of)
  const runs: HistoryRun[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const done = await run(scale, { show: 'state', component: 'prompts/placed-*' })
    const found = JSON.parse(done.result.outputs.state ?? '[]').length
    if (found !== COMPONENTS.length) throw new Error(`Expected ${COMPONENTS.length} states, found ${found}`)
    runs.push(done)
  }
  return [
    figureOf({ of, name: 'API requests', unit: 'requests', target: 1, values: runs.map(({ api }) => api) }),
    figureOf({ of, name: 'git requests', unit: 'requests', target: 1, values: runs.map(({ gits }) => gits) }),
    figureOf({ of, name: 'the whole process', unit: 'ms', values: runs.map(({ ms }) => ms) }),
    memory(of, runs),
  ]
}

/** Beside what a script has to ask of the REST API for the same. */
async function shortFigures(scale: Scale): Promise<Figure[]> {
  const of = `the whole history of ${spelled(FEW)} records`
  console.error(of)
  const done = await run(scale, { 'history-file': 'small.jsonl', limit: '10000' })
  const rest = await restHistory(scale.github, scale.token(), FEW)
  const beside = (value: number) => ({ beside: { name: 'REST: list, statuses of each', values: [value] } })
  return [
    figureOf({ of, name: 'requests', unit: 'requests', values: [done.api + done.gits], ...beside(rest.requests) }),
    figureOf({ of, name: 'the whole process', unit: 'ms', values: [done.ms], ...beside(rest.ms) }),
  ]
}

/** Every part has the allowance of one hour, and goes on where the one before stopped. */
async function longFigures(scale: Scale): Promise<Figure[]> {
  const of = `the whole history of ${spelled(MANY)} records`
  console.error(of)
  const parts: HistoryRun[] = []
  for (let after = ''; parts.length === 0 || after !== ''; ) {
    const inputs = {
      'history-file': 'long.jsonl',
      'max-requests': '1000',
      limit: '1000000',
      component: 'prompts/placed-*',
    }
    const part = await run(scale, after === '' ? inputs : { ...inputs, after })
    parts.push(part)
    after = part.result.outputs.after ?? ''
  }
  const lines = readFileSync(join(scale.root, 'long.jsonl'), 'utf8').split('\n').length - 1
  if (lines !== MANY) throw new Error(`Expected ${MANY} events, found ${lines}`)
  return [
    figureOf({ of, name: 'runs, an hour apart', unit: 'requests', values: [parts.length], target: 2 }),
    figureOf({
      of,
      name: 'API requests of each run',
      unit: 'requests',
      values: parts.map(({ api }) => api),
      target: ALLOWANCE,
    }),
    figureOf({ of, name: 'the whole process', unit: 'ms', values: parts.map(({ ms }) => ms) }),
    memory(of, parts),
  ]
}

const figures: Figure[] = []
const small = await openScale(FEW, 0)
try {
  figures.push(...(await stateFigures(small, `the state of 20 components now, ${spelled(FEW)} records`)))
  figures.push(...(await shortFigures(small)))
} finally {
  await close(small)
}
const large = await openScale(MANY, TAGS)
try {
  const of = `the state of 20 components now, ${spelled(MANY)} records and ${spelled(TAGS)} other tags`
  figures.push(...(await stateFigures(large, of)), ...(await longFigures(large)))
} finally {
  await close(large)
}
const bench: Bench = { schemaVersion: 1, machine: describeMachine(), quick: false, figures }
const table = renderTable(bench, 'npm run bench:history')
console.log(table)
const results = join(import.meta.dirname, 'results')
writeFileSync(join(results, 'history.md'), `# Figures of the history\n\n${table}\n`)
writeFileSync(join(results, 'history.json'), `${JSON.stringify(bench, null, 2)}\n`)

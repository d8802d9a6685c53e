/**
 * `npm run test:prism`: what the acceptance tests ask of the local GitHub, and what it answers, validated once more by
 * Prism with GitHub's own description, so that client and local GitHub cannot be wrong in the same way. GraphQL aside.
 * `-- --recorded FILE`: takes what a run of the tests with TAGBACK_EXCHANGES=FILE has left; `-- PATH …`: these tests.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RecordedExchange } from '../github/recorded-exchange.ts'
import { distinctExchanges } from './distinct-exchanges.ts'
import { spoiledExchanges } from './spoiled-exchanges.ts'
import { unexplained } from './unexplained.ts'
import { validateExchanges } from './validate-exchanges.ts'

const { values, positionals } = parseArgs({ options: { recorded: { type: 'string' } }, allowPositionals: true })

const recordTests = (): RecordedExchange[] => {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-exchanges-'))
  const file = join(folder, 'exchanges.jsonl')
  try {
    const tests = positionals.length === 0 ? ['__tests__/acceptance'] : positionals
    const env = { ...process.env, TAGBACK_EXCHANGES: file }
    const { status } = spawnSync('npm', ['test', '--', ...tests], { stdio: 'inherit', env })
    if (status !== 0) throw new Error('The tests whose requests were to be validated fail')
    return readExchanges(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const readExchanges = (file: string): RecordedExchange[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const recorded = values.recorded === undefined ? recordTests() : readExchanges(values.recorded)
const distinct = distinctExchanges(recorded)
const spoiled = spoiledExchanges(distinct)
const found = await validateExchanges([...distinct, ...spoiled.map(({ exchange }) => exchange)])

const problems = distinct.flatMap((exchange, number) =>
  unexplained(exchange, found[number] ?? []).map(
    (problem) => `${exchange.method} ${exchange.url} (${exchange.status}): ${problem}`,
  ),
)
const missed = spoiled.filter(({ expected }, number) =>
  (found[distinct.length + number] ?? []).every((problem) => !problem.includes(expected)),
)
const routes = new Set(distinct.map(({ method, route }) => `${method} ${route}`))
console.log(`${recorded.length} requests, ${distinct.length} that differ, to ${routes.size} operations:`)
for (const route of [...routes].sort()) console.log(`  ${route}`)
for (const problem of problems) console.error(`Does not fit: ${problem}`)
for (const { what } of missed) console.error(`Prism does not find out ${what}: it cannot be relied on`)
console.log(
  `${problems.length} do not fit. ${spoiled.length - missed.length} of ${spoiled.length} spoiled ones found out.`,
)
process.exitCode = problems.length + missed.length > 0 ? 1 : 0

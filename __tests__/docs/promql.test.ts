import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse, stringify } from 'yaml'
import { fillPromQL } from '../../src/config/fill-placeholders.ts'
import { pages, snippetsOf } from './snippets.ts'

const VALUES = {
  ...{ component: 'components/prompts/extraction', type: 'prompts', name: 'extraction' },
  ...{ version: 'v1.2.0', environment: 'production', commit: 'a'.repeat(40) },
}

const QUERIES = ['errors', 'total', 'rate', 'score', 'value'] as const

/** Queries of every map that says `metric: prometheus`, or stands below one that does and names no other source. */
function queriesIn(value: unknown, source: unknown = null): string[] {
  if (typeof value !== 'object' || value === null) return []
  const said = value as Record<string, unknown>
  const metric = said.metric ?? source
  const own =
    metric === 'prometheus' ? QUERIES.map((name) => said[name]).filter((query) => typeof query === 'string') : []
  return [...own, ...Object.values(said).flatMap((inner) => queriesIn(inner, metric))]
}

const queries = pages()
  .flatMap(snippetsOf)
  .flatMap(({ language, text }) => (language === 'yaml' ? queriesIn(parse(text)) : []))

/** What Prometheus' own parser says of expressions: nothing when it can read them all. */
function promtool(expressions: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-promql-'))
  const rules = expressions.map((expr, index) => ({ record: `query_${index}`, expr }))
  writeFileSync(join(folder, 'rules.yml'), stringify({ groups: [{ name: 'docs', rules }] }))
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', 'rules.yml'], {
    ...{ cwd: folder, encoding: 'utf8' },
  })
  rmSync(folder, { recursive: true })
  return status === 0 ? '' : `${stdout}${stderr}`
}

const missing = spawnSync('promtool', ['--version']).error !== undefined
const suite = missing && !process.env.CI ? describe.skip : describe

suite('Prometheus reads', () => {
  it('every query of the documentation', () => {
    expect(queries.length).toBeGreaterThan(10)
    expect(promtool(queries.map((query) => fillPromQL(query, VALUES, 60)))).toBe('')
  })
  it('no query that is none', () => expect(promtool(['up', 'sum(x'])).toContain('query_1'))
})

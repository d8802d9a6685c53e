import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { resultOf } from '../../src/report/result.ts'
import { poll, rolledBack } from '../report/outcomes.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

const PROGRAMS = {
  'npm run replay': ['--import', 'tsx', 'scripts/replay.ts'],
  'dist/replay.js': ['dist/replay.js'],
}

const outage = Array.from({ length: 20 }, (_, i) => ({ t: (i + 1) * 5, errors: 50, total: 50 }))
const trace = (id: string, measurements: object[]) => `${JSON.stringify({ id, measurements })}\n`
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe.each(Object.entries(PROGRAMS))('%s', (_name, program) => {
  const run = (...args: string[]) => spawnSync(process.execPath, [...program, ...args], { cwd: root, encoding: 'utf8' })
  function replay(policy: string, traces: string) {
    writeFileSync(join(folder, 'policy.yml'), policy)
    writeFileSync(join(folder, 'traces.jsonl'), traces)
    return run('--policy', join(folder, 'policy.yml'), '--traces', join(folder, 'traces.jsonl'))
  }

  it('judges one trace a line, and tells its speed apart from the verdicts', () => {
    const traces = trace('a', outage) + trace('b', [{ t: 5, errors: 0, total: 9 }])
    const { stdout, stderr, status } = replay('threshold: 1%', traces)
    expect(status).toBe(0)
    expect(linesOf(stdout)).toMatchObject([
      { id: 'a', verdict: 'regressed', at: 20, reason: 'outage' },
      { id: 'b', verdict: 'inconclusive', at: 5, reason: 'too-few-requests' },
    ])
    expect(stderr).toMatch(/2 traces, 21 measurements in .* a second/)
  })

  it('takes the results of past runs', () => {
    const polls = Array.from({ length: 20 }, (_, i) => poll((i + 1) * 5, 5, 50))
    const results = [rolledBack({ polls }), rolledBack({ polls: [] })].map((outcome) =>
      JSON.stringify(resultOf(outcome)),
    )
    const { stdout, status } = replay('threshold: 1%', results.join('\n'))
    expect(status).toBe(0)
    const id = 'components/prompts/extraction v2.0.0 in production'
    expect(linesOf(stdout)).toMatchObject([
      { id, verdict: 'regressed', reason: 'above-threshold', at: expect.any(Number) },
      { id, verdict: 'unavailable', sentence: 'nothing was measured', at: null },
    ])
    expect(linesOf(replay('threshold: 30%', results.join('\n')).stdout)[0]).not.toMatchObject({ verdict: 'regressed' })
  })

  it('ends with the place of what it cannot read', () => {
    const traces = trace('a', outage) + trace('b', [{ t: 5, errors: 3, total: 2 }])
    const { stdout, stderr, status } = replay('threshold: 1%', traces)
    expect(status).toBe(1)
    expect(linesOf(stdout)).toHaveLength(1)
    expect(stderr).toContain('replay: line 2, trace "b", measurement 1 (t = 5): errors must not exceed total')
  })

  it.each([
    [[], 'expected --policy FILE --traces FILE.jsonl'],
    [['--polcy', 'x'], "Unknown option '--polcy'"],
    [['--policy', 'missing.yml', '--traces', 'x'], 'missing.yml'],
  ])('says what is wrong with %j', (args, message) => {
    const { stderr, status } = run(...args)
    expect(status).toBe(1)
    expect(stderr).toContain(message)
  })
})

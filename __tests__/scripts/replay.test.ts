import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function replay(policy: string, traces: string) {
  writeFileSync(join(folder, 'policy.yml'), policy)
  writeFileSync(join(folder, 'traces.jsonl'), traces)
  const files = ['--policy', join(folder, 'policy.yml'), '--traces', join(folder, 'traces.jsonl')]
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/replay.ts', ...files], {
    cwd: root,
    encoding: 'utf8',
  })
}

const outage = Array.from({ length: 20 }, (_, i) => ({ t: (i + 1) * 5, errors: 50, total: 50 }))
const trace = (id: string, measurements: object[]) => `${JSON.stringify({ id, measurements })}\n`

it('judges one trace a line, and tells its speed apart from the verdicts', () => {
  const { stdout, stderr, status } = replay(
    'threshold: 1%',
    trace('a', outage) + trace('b', [{ t: 5, errors: 0, total: 9 }]),
  )
  expect(status).toBe(0)
  const verdicts = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(verdicts).toMatchObject([
    { id: 'a', verdict: 'regressed', at: 25, reason: 'outage' },
    { id: 'b', verdict: 'inconclusive', at: 5, reason: 'too-few-requests' },
  ])
  expect(stderr).toMatch(/2 traces, 21 measurements in .* a second/)
})

it('ends with the place of what it cannot read', () => {
  const { stdout, stderr, status } = replay(
    'threshold: 1%',
    trace('a', outage) + trace('b', [{ t: 5, errors: 3, total: 2 }]),
  )
  expect(status).toBe(1)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain('replay: line 2, trace "b", measurement 1 (t = 5): errors must not exceed total')
})

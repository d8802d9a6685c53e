import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createReconcileReader } from '../../src/github/create-reconcile-reader.ts'
import type { WorkflowRunRecord } from '../../testing/github/workflow-run-record.ts'
import { createFixture, type Fixture } from './repository-fixture.ts'

const DAY = 24 * 3_600_000
const NOW = Date.parse('2026-11-20T09:30:00Z')
const TAG = 'components/prompts/extraction/production'
const COMMIT = 'c'.repeat(40)
const grace = { login: 'grace', type: 'User' } as const

let fixture: Fixture
beforeAll(async () => {
  fixture = await createFixture({ permissions: { contents: 'read', actions: 'read' } })
})
afterAll(() => fixture.close())
beforeEach(() => void fixture.repository.workflowRuns.splice(0))

let id = 70
const run = (more: Partial<WorkflowRunRecord> = {}): WorkflowRunRecord => ({
  ...{ id: id++, number: 1, event: 'push', workflow: 'deploy.yml', title: 'deploy', inputs: {}, branch: TAG },
  ...{ sha: COMMIT, actor: { login: 'ada', type: 'User' }, status: 'completed', conclusion: 'failure' },
  ...{ createdAt: new Date(NOW - 1_000).toISOString(), cancel: new AbortController(), ...more },
})
const review = (state: 'approved' | 'rejected', environment = 'production') => ({ state, environment, by: grace })

/** `runs`: the oldest first. */
const ask = async (runs: WorkflowRunRecord[], token = fixture.token) => {
  fixture.repository.workflowRuns.push(...runs)
  const { address } = fixture
  const reader = await createReconcileReader({ address, token, fetch, now: () => NOW })
  return reader.runOfPush(TAG, COMMIT)
}

describe('runOfPush', () => {
  it.each<[string, WorkflowRunRecord[], object]>([
    ['no run at all', [], { kind: 'none' }],
    ['one that waits', [run({ status: 'waiting', conclusion: null })], { kind: 'under-way', since: NOW - 1_000 }],
    ['one of another tag', [run({ branch: `${TAG}-canary`, status: 'queued', conclusion: null })], { kind: 'none' }],
    ['one of another commit', [run({ sha: 'd'.repeat(40), status: 'queued', conclusion: null })], { kind: 'none' }],
    [
      'one that is stuck for longer than a run can last',
      [run({ status: 'queued', conclusion: null, createdAt: new Date(NOW - 36 * DAY).toISOString() })],
      { kind: 'none' },
    ],
    ['one that was cancelled', [run({ conclusion: 'cancelled' })], { kind: 'none' }],
    ['one that failed, and asked nobody', [run()], { kind: 'none' }],
    ['one that was approved, and failed', [run({ reviews: [review('approved')] })], { kind: 'none' }],
    [
      'one that was rejected',
      [run({ reviews: [review('approved', 'staging'), review('rejected')] })],
      { kind: 'unapproved', by: 'grace', environment: 'production' },
    ],
    [
      'one that was rejected, and approved when it was run again',
      [run({ reviews: [review('rejected'), review('approved')] })],
      { kind: 'none' },
    ],
    ['one that was rejected, before a later one', [run({ reviews: [review('rejected')] }), run()], { kind: 'none' }],
    [
      'one that was rejected, before another workflow',
      [run({ reviews: [review('rejected')] }), run({ workflow: 'test.yml' })],
      { kind: 'unapproved' },
    ],
    [
      'one that nobody approved',
      [run({ createdAt: new Date(NOW - 30 * DAY).toISOString(), updatedAt: new Date(NOW).toISOString() })],
      { kind: 'unapproved', by: null },
    ],
    [
      'one that failed at once when it was run again weeks later',
      [
        run({
          createdAt: new Date(NOW - 30 * DAY).toISOString(),
          startedAt: new Date(NOW - 1_000).toISOString(),
          updatedAt: new Date(NOW).toISOString(),
        }),
      ],
      { kind: 'none' },
    ],
  ])('%s', async (_name, runs, expected) => {
    expect(await ask(runs)).toMatchObject(expected)
    expect(fixture.github.violations).toStrictEqual([])
  })

  it('says that the token may not ask', async () => {
    const token = fixture.github.createToken({ kind: 'actions', permissions: { contents: 'read' } })
    expect(await ask([run({ status: 'waiting', conclusion: null })], token)).toMatchObject({ kind: 'not-allowed' })
  })

  it('throws when GitHub does not answer', async () => {
    const stop = fixture.github.inject({
      match: { route: '/repos/{owner}/{repo}/actions/runs' },
      fault: { kind: 'status', status: 403, body: '{"message":"You have exceeded a secondary rate limit."}' },
    })
    await expect(ask([])).rejects.toThrow('secondary rate limit')
    stop()
  })
})

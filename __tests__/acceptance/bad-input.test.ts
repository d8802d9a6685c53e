import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { endedSentence } from '../../src/report/ended-sentence.ts'
import type { TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import type { ActionResult } from '../../testing/runner/start-action.ts'
import { withVersions } from './in-world.ts'
import { createWorld, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

// What is refused changes nothing, so one world serves all of them.
let world: World
let push: TagPush
let before: { refs: Map<string, string>; deployments: number; deploys: string[] }
const standing = async () => ({
  refs: await world.repository.refs(),
  deployments: world.repository.deployments.length,
  deploys: world.service.deploys(),
})
beforeAll(async () => {
  world = await createWorld()
  await withVersions(world)
  push = await world.moveProduction('v1.1.0')
  before = await standing()
})
beforeEach(() => world.github.clearRequests())
afterAll(async () => {
  expect(world.github.violations).toStrictEqual([])
  await world.close()
})

async function expectRefused(result: ActionResult, reason: string, ...said: (string | RegExp)[]): Promise<void> {
  expect(result.outputs).toMatchObject({ decision: 'refused', reason, tag: 'as-pushed' })
  for (const text of said) expect(result.outputs.sentence).toMatch(text)
  expect(result.exitCode).toBe(1)
  expect(JSON.parse(result.outputs.result ?? '')).toMatchObject({ schemaVersion: 1, decision: 'refused' })
  const errors = result.annotations.filter(({ level }) => level === 'error')
  const sentence = result.outputs.sentence ?? ''
  expect(errors.map(({ message }) => message)).toStrictEqual([endedSentence(sentence)])
  expect(result.summary).toContain('refused')
  expect(result.stderr).toBe('')
  expect(world.writes()).toStrictEqual([])
  expect(await standing()).toStrictEqual(before)
}

describe('invariant 9: bad settings change nothing, and say what is wrong with which input', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['a threshold without unit', { threshold: '5' }, ['Input threshold:', '"5"', '1%']],
    ['a threshold of everything', { threshold: '100%' }, ['Input threshold:', 'below 100%']],
    ['a negative duration', { duration: '-10m' }, ['Input duration:', '"-10m"']],
    ['an absurd duration', { duration: '99999999999999999999d' }, ['Input duration:', 'from 2s to 1d']],
    ['a duration without unit', { settle: '30' }, ['Input settle:', '"30"']],
    ['an interval of nothing', { interval: '0s' }, ['Input interval:', 'from 1s']],
    ['a watch shorter than what comes before it', { settle: '10s' }, ['Input duration:', 'settle + lag + interval']],
    ['an earliest end after the end', { 'min-duration': '5s' }, ['Input min-duration:', 'at most duration']],
    ['an unknown source of metrics', { metric: 'newrelic' }, ['Input metric:', 'prometheus', '"newrelic"']],
    ['a query that is not one', { errors: 'requests_total{code=' }, ['Input errors:']],
    ['a query with a misspelt placeholder', { errors: 'requests_total{version="{verison}"}' }, ['errors', 'verison']],
    ['errors without total', { total: '' }, ['Input metric:', 'errors and total, or rate']],
    ['a metric without threshold', { threshold: '' }, ['Input threshold:', 'got none']],
    ['a placeholder in the host', { 'metric-url': 'http://{name}.internal/metrics' }, ['metric-url', 'host']],
    ['a metric without address', { 'metric-url': '' }, ['metric-url']],
    [
      'a header without its secret',
      { 'metric-headers': 'Authorization: {env:NOT_THERE}' },
      ['metric-headers', 'NOT_THERE'],
    ],
    ['neither deploy command nor deploy: none', { 'deploy-command': '' }, ['Input deploy-command:', 'deploy: none']],
    ['both of them', { deploy: 'none' }, ['Input deploy:', 'got deploy-command and deploy']],
    ['a verification that is not an address', { 'verify-url': 'ftp://x' }, ['verify-url']],
    ['an unknown policy', { 'on-unavailable': 'ignore' }, ['Input on-unavailable:', '"ignore"']],
    ['tag prefixes that name nothing', { 'tag-prefixes': ' , ' }, ['Input tag-prefixes:']],
    ['tag prefixes with a final slash', { 'tag-prefixes': 'components/' }, ['Input tag-prefixes:', 'components/']],
    ['tag prefixes that a shell would obey', { 'tag-prefixes': "comp'$(id)" }, ['Input tag-prefixes:']],
    [
      'several at once',
      { threshold: '5', interval: 'soon' },
      ['2 problems:\n- Input threshold:', '\n- Input interval:'],
    ],
  ])('%s', async (_name, inputs, said) => {
    await expectRefused(await world.run(push, { inputs }), 'bad-input', ...said)
  })

  it('a path that the release does not have', async () => {
    const result = await world.run(push, { inputs: { paths: 'prompts/extraction.md, prompts/none.md' } })
    await expectRefused(result, 'release-unreadable', 'prompts/none.md')
  })
})

describe('invariant 9: a bad event changes nothing', () => {
  const fields = () => push.event.payload
  it.each<[string, () => unknown, string]>([
    ['no fields', () => ({}), 'ref'],
    ['a list', () => [], 'JSON object'],
    ['nothing', () => null, 'JSON object'],
    ['no before', () => ({ ...fields(), before: undefined }), 'before'],
    ['an id that is none', () => ({ ...fields(), after: 'main' }), 'after'],
    ['an id that is cut off', () => ({ ...fields(), after: fields().after.slice(0, 12) }), 'after'],
    ['a number', () => ({ ...fields(), before: 7 }), 'before'],
    ['a ref without refs/', () => ({ ...fields(), ref: 'main' }), 'ref'],
    ['a ref that is an object', () => ({ ...fields(), ref: { name: fields().ref } }), 'ref'],
  ])('%s', async (_name, payload, said) => {
    const result = await world.run({ ...push, event: { name: 'push', payload: payload() } as TagPush['event'] })
    await expectRefused(result, 'bad-input', 'Event:', said)
    expect(world.github.requests).toStrictEqual([])
  })

  it('a file that is no JSON, and none at all', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tagback-event-')), 'event.json')
    await expectRefused(await world.run(push, { env: { GITHUB_EVENT_PATH: path } }), 'bad-input', 'GITHUB_EVENT_PATH')
    writeFileSync(path, '{"ref": "refs/tags/')
    await expectRefused(await world.run(push, { env: { GITHUB_EVENT_PATH: path } }), 'bad-input', 'JSON')
  })

  it('a runner that does not say where it is', async () => {
    await expectRefused(await world.run(push, { env: { GITHUB_REPOSITORY: 'prompts' } }), 'bad-input', 'OWNER/NAME')
    await expectRefused(await world.run(push, { env: { GITHUB_RUN_ID: 'x' } }), 'bad-input', 'GITHUB_RUN_ID')
  })
})

describe('invariant 2: armed before deployed', () => {
  it.each<[string, (url: string) => Record<string, string>, string]>([
    ['answers 503', () => ({}), '503'],
    ['answers HTML with status 200', () => ({}), 'HTML'],
    ['is not there', (url) => ({ 'metric-url': url }), 'refused'],
  ])('a metric source that %s is refused before the deploy', async (how, inputs, said) => {
    world.service.faults.metrics = how.includes('503') ? 'down' : how.includes('HTML') ? 'html' : null
    const result = await world.run(push, { inputs: inputs(await closedPort()) })
    world.service.faults.metrics = null
    await expectRefused(result, 'metric-unavailable', 'metric source does not answer properly', new RegExp(said, 'i'))
  })

  it.each<[string, Parameters<World['github']['createToken']>[0] | null, string, RegExp]>([
    ['unknown', null, 'github-not-read', /Bad credentials|401/],
    [
      'without contents: write',
      { kind: 'actions', permissions: { contents: 'read', deployments: 'write' } },
      'token-rights',
      /contents: write/,
    ],
    [
      'without contents',
      { kind: 'actions', permissions: { deployments: 'write' } },
      'github-not-read',
      /contents: write/,
    ],
    [
      'without deployments: write',
      { kind: 'actions', permissions: { contents: 'write', deployments: 'read' } },
      'record-not-written',
      /deployments: write/,
    ],
    [
      'without deployments',
      { kind: 'actions', permissions: { contents: 'write' } },
      'github-not-read',
      /deployments: write/,
    ],
    [
      'of an App, which ends before the watch can',
      { kind: 'app', permissions: { contents: 'write', deployments: 'write' } },
      'token-expires',
      /lives for 3600s at most/,
    ],
  ])('a token %s is refused before the deploy', async (how, request, reason, said) => {
    const token = request ? world.github.createToken(request) : 'ghs_nobody'
    const inputs = how.startsWith('of an App') ? { duration: '1h' } : {}
    const result = await world.run(push, { token, inputs })
    expect(result.outputs).toMatchObject({ decision: 'refused', reason })
    expect(result.outputs.sentence).toMatch(said)
    expect(result.exitCode).toBe(1)
    expect(await standing()).toStrictEqual(before)
    expect(result.log).not.toContain(token)
  })

  it('GitHub that cannot be reached at the start is said, and nothing is deployed', async () => {
    const restore = world.github.inject({ match: () => true, fault: { kind: 'drop-before' } })
    const result = await world.run(push)
    restore()
    expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'github-not-read' })
    expect(result.outputs.sentence).toContain('GitHub')
    expect(result.exitCode).toBe(1)
    expect(await standing()).toStrictEqual(before)
  })

  it('an unwatched environment is not asked for a metric', async () => {
    world.service.faults.metrics = 'down'
    const result = await world.run(push, { inputs: { ...UNWATCHED, paths: 'none' } })
    world.service.faults.metrics = null
    await expectRefused(result, 'release-unreadable')
  })
})

/** An address of this machine where nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}/metrics`
}

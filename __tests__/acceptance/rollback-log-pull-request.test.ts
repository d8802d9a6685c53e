import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { git } from '../../testing/github/run-git.ts'
import type { Permissions } from '../../testing/github/tokens.ts'
import { type ActionResult, runAction } from '../../testing/runner/start-action.ts'
import { createWorld, UNWATCHED, type World } from './world.ts'

jest.setTimeout(120_000)

const HISTORY = join(import.meta.dirname, '../../history/action.yml')
const LOG = 'docs/rollback-log.md'
const BRANCH = 'tagback/rollback-log'
const NEEDED = { contents: 'write', deployments: 'read', 'pull-requests': 'write' } as const
const WRITES = [
  'POST /repos/{owner}/{repo}/git/trees',
  'POST /repos/{owner}/{repo}/git/commits',
  'POST /repos/{owner}/{repo}/git/refs',
  'POST /repos/{owner}/{repo}/pulls',
]

let world: World
beforeAll(async () => {
  world = await createWorld({ began: Date.now() - 86_400_000 })
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 0, { broken: 'yes' })
  await world.run(await world.moveProduction('v1.0.0'), { inputs: UNWATCHED })
})
afterAll(async () => {
  try {
    expect(world.github.violations).toStrictEqual([])
  } finally {
    await world.close()
  }
})

const rollBack = async (): Promise<void> => {
  const { outputs } = await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
  expect(outputs.decision).toBe('rolled-back')
}

/** Without a checkout: the workspace is empty. */
const propose = (permissions: Permissions = NEEDED, inputs: Record<string, string> = {}): Promise<ActionResult> => {
  world.github.clearRequests()
  const workspace = mkdtempSync(join(world.root, 'workspace-'))
  const token = world.github.createToken({ kind: 'actions', permissions })
  return runAction({
    ...{ action: HISTORY, github: world.github, repository: world.repository.fullName, token, workspace },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'schedule', payload: {} } },
    inputs: { 'rollback-log': LOG, 'pull-request-branch': BRANCH, ...inputs },
  })
}
const writes = (): string[] =>
  world.github.requests
    .filter(({ method, route }) => method !== 'GET' && route.startsWith('/repos/'))
    .map(({ method, route }) => `${method} ${route}`)
const show = (...args: string[]): Promise<string> => git(world.repository.gitDir, args)
const entries = async (ref: string): Promise<number> =>
  (await show('show', `${ref}:${LOG}`)).match(/^### .* Rollback$/gm)?.length ?? 0
/** Somebody edits the log of a branch in a clone, and pushes it. */
const edit = async (branch: string, change: (log: string) => string): Promise<void> => {
  const clone = mkdtempSync(join(world.root, 'edit-'))
  await git(clone, ['clone', '--quiet', '--branch', branch, world.remote, '.'])
  const file = join(clone, LOG)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, change(existsSync(file) ? readFileSync(file, 'utf8') : ''))
  await git(clone, ['add', LOG])
  await git(clone, [
    '-c',
    'user.name=Grace',
    '-c',
    'user.email=grace@example.com',
    'commit',
    '--quiet',
    '-m',
    'Say why',
  ])
  await git(clone, ['push', '--quiet', world.remote, branch])
}
/** As a button of the pull request's page does. */
const close = async (mergedAt: string | null): Promise<void> => {
  const headSha = await show('rev-parse', BRANCH)
  const pull = world.repository.pullRequests.at(-1)
  if (pull) Object.assign(pull, { state: 'closed', headSha, mergedAt })
}
const errorsOf = ({ annotations }: ActionResult): string => annotations.map(({ message }) => message).join('\n')

describe('seed 4, row 57: the rollback log, committed by pull request', () => {
  it('writes nothing when nothing was rolled back', async () => {
    const { exitCode, outputs, log } = await propose()
    expect([exitCode, outputs['pull-request'], writes()]).toStrictEqual([0, '', []])
    expect(log).toContain(`${LOG}: nothing new to commit, nothing to propose`)
  })

  it.each<[string, Permissions, string]>([
    [
      'pull requests cannot be read',
      { contents: 'write', deployments: 'read' },
      `Branch ${BRANCH} and its pull requests could not be read: GitHub refused it`,
    ],
    ['nothing can be committed', { ...NEEDED, contents: 'read' }, `branch ${BRANCH} is as it was: GitHub refused it`],
  ])('says which permission is missing where %s, and leaves the branch alone', async (what, permissions, message) => {
    if (what === 'nothing can be committed') await rollBack()
    const result = await propose(permissions)
    expect([result.exitCode, errorsOf(result)]).toStrictEqual([1, expect.stringContaining(message)])
    expect(errorsOf(result)).toContain('give the job contents: write')
    expect((await world.repository.refs()).has(`refs/heads/${BRANCH}`)).toBe(false)
  })

  it('says where only the pull request is refused, by permission or by setting, and that the branch is there', async () => {
    const reading = await propose({ ...NEEDED, 'pull-requests': 'read' })
    expect(reading.exitCode).toBe(1)
    expect(errorsOf(reading)).toContain(`Branch ${BRANCH} has the rollback log, but no pull request was opened`)
    expect(errorsOf(reading)).toContain('give the job pull-requests: write')
    const setting = await propose()
    expect([setting.exitCode, writes()]).toStrictEqual([1, WRITES.slice(3)])
    expect(errorsOf(setting)).toContain('Set "Allow GitHub Actions to create and approve pull requests" in the')
  })

  it('opens one pull request with one commit on top of the default branch', async () => {
    world.repository.allowActionsPullRequests()
    const main = await show('rev-parse', 'main')
    const { exitCode, outputs, log } = await propose()
    expect([exitCode, writes()]).toStrictEqual([0, WRITES.slice(3)])
    expect(world.repository.pullRequests).toMatchObject([
      { title: 'Add rollbacks to the rollback log', head: BRANCH, base: 'main', state: 'open' },
    ])
    expect(outputs['pull-request']).toMatch(/\/octo\/prompts\/pull\/\d+$/)
    expect(log).toContain(`pull request opened: ${outputs['pull-request']}`)
    expect(await show('diff', '--name-only', `main...${BRANCH}`)).toBe(LOG)
    expect([await show('rev-parse', `${BRANCH}^`), await show('rev-parse', 'main')]).toStrictEqual([main, main])
    expect(await entries(BRANCH)).toBe(1)
  })

  it('does nothing when there is nothing new, and adds a commit when there is', async () => {
    const before = await show('rev-parse', BRANCH)
    const same = await propose()
    expect([same.exitCode, writes(), await show('rev-parse', BRANCH)]).toStrictEqual([0, [], before])
    await rollBack()
    const { exitCode, outputs } = await propose()
    expect([exitCode, await show('rev-parse', `${BRANCH}^`), await entries(BRANCH)]).toStrictEqual([0, before, 2])
    expect(writes()).toStrictEqual([...WRITES.slice(0, 2), 'PATCH /repos/{owner}/{repo}/git/refs/{ref}'])
    expect(outputs['pull-request']).toBe(same.outputs['pull-request'])
    expect(world.repository.pullRequests).toHaveLength(1)
  })

  it('keeps what people write there, also while it commits', async () => {
    await rollBack()
    const run = () => edit(BRANCH, (log) => log.replace('**Prevention**: to be written', '**Prevention**: a test'))
    const match = { method: 'PATCH', route: '/repos/{owner}/{repo}/git/refs/{ref}' }
    world.github.inject({ match, fault: { kind: 'first', run }, times: 1 })
    const { exitCode } = await propose()
    expect([exitCode, await entries(BRANCH)]).toStrictEqual([0, 3])
    expect(await show('show', `${BRANCH}:${LOG}`)).toContain('**Prevention**: a test')
    expect(world.repository.pullRequests).toHaveLength(1)
  })

  it('gives up when the branch moves on twice, and says so', async () => {
    await rollBack()
    const run = () => edit(BRANCH, (log) => log.replace('to be written', 'a typing error'))
    const match = { method: 'PATCH', route: '/repos/{owner}/{repo}/git/refs/{ref}' }
    world.github.inject({ match, fault: { kind: 'first', run }, times: 2 })
    const result = await propose()
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toContain(`Branch ${BRANCH} was not brought up to date: GitHub twice did not take it`)
    expect(errorsOf(result)).toContain('Update is not a fast forward')
    expect((await show('show', `${BRANCH}:${LOG}`)).match(/a typing error/g)).toHaveLength(2)
  })

  it('knows its own commit when the answer was lost', async () => {
    const match = { method: 'PATCH', route: '/repos/{owner}/{repo}/git/refs/{ref}' }
    world.github.inject({ match, fault: { kind: 'drop-after' }, times: 1 })
    expect((await propose()).exitCode).toBe(0)
    expect([await entries(BRANCH), writes().length]).toStrictEqual([4, 3])
  })

  it('leaves it at that when somebody has closed the pull request, until there is something new', async () => {
    await close(null)
    const { exitCode, log } = await propose()
    expect([exitCode, writes()]).toStrictEqual([0, []])
    expect(log).toContain('was closed without merging, nothing is new since')
    await rollBack()
    expect((await propose()).exitCode).toBe(0)
    expect(world.repository.pullRequests.map(({ state }) => state)).toStrictEqual(['closed', 'open'])
  })

  it('goes on from the default branch when the pull request was merged, by a squash as well', async () => {
    const merged = await show('show', `${BRANCH}:${LOG}`)
    await edit('main', () => merged.concat('\n'))
    await close(new Date(world.now()).toISOString())
    expect([(await propose()).exitCode, writes()]).toStrictEqual([0, []])
    await rollBack()
    const tips = [await show('rev-parse', BRANCH), await show('rev-parse', 'main')]
    expect((await propose()).exitCode).toBe(0)
    expect((await show('rev-parse', `${BRANCH}^1`, `${BRANCH}^2`)).split('\n')).toStrictEqual(tips)
    expect([await entries('main'), await entries(BRANCH)]).toStrictEqual([5, 6])
    expect(await show('diff', '--name-only', `main...${BRANCH}`)).toBe(LOG)
    expect(await show('merge-tree', '--write-tree', 'main', BRANCH)).toMatch(/^[0-9a-f]{40}$/)
    expect(world.repository.pullRequests.map(({ state }) => state)).toStrictEqual(['closed', 'closed', 'open'])
  })
})

describe('bad input', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the default branch', { 'pull-request-branch': 'main' }, 'Input pull-request-branch: main is the default branch'],
    ['a full ref', { 'pull-request-branch': 'refs/heads/x' }, 'expected a branch without refs/heads/ before it'],
    ['no name of a branch', { 'pull-request-branch': 'a..b' }, 'expected the name of a branch such as'],
    ['no log', { 'rollback-log': '' }, 'Input pull-request-branch: needs rollback-log'],
    ['a folder as log', { 'rollback-log': 'prompts' }, 'prompts on main: expected a text file'],
  ])('%s', async (_what, inputs, message) => {
    const result = await propose(NEEDED, inputs)
    expect([result.exitCode, errorsOf(result), writes()]).toStrictEqual([1, expect.stringContaining(message), []])
  })
})

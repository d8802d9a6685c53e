import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { askByCommand } from '../../src/deploy/ask-by-command.ts'
import { type CommandDeployerOptions, commandDeployer } from '../../src/deploy/command-deployer.ts'
import { pullDeployer } from '../../src/deploy/pull-deployer.ts'
import { releaseFiles } from '../../src/deploy/release-files.ts'
import type { DeployOrder } from '../../src/flows/ports.ts'
import type { Release } from '../../src/tags/release.ts'

const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const release = (version: string, digit: string): Release => ({
  component: 'components/prompts/extraction',
  version,
  versioned: true,
  object: digit.repeat(40),
  commit: digit.repeat(40),
})
const good = release('v1.1.0', '1')
const bad = release('v1.2.0', '2')
const move: DeployOrder = { release: bad, previous: good, environment: 'production', reason: 'move' }

let directory: string
let lines: string[]
let asked: string[][]

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
  lines = []
  asked = []
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const options = (script: string, more: Partial<CommandDeployerOptions> = {}): CommandDeployerOptions => ({
  script,
  timeoutSeconds: 20,
  killGraceSeconds: 0.2,
  files: releaseFiles(async (commits) => {
    asked.push([...commits])
    for (const commit of commits) {
      await mkdir(join(directory, commit))
      await writeFile(join(directory, commit, 'prompt.md'), `files of ${commit}`)
    }
    return new Map(commits.map((commit) => [commit, join(directory, commit)]))
  }),
  componentOf: (id) => ({ id, prefix: 'components', type: 'prompts', name: 'extraction' }),
  parentEnvironment: {
    PATH: process.env.PATH,
    INPUT_TOKEN: TOKEN,
    GITHUB_OUTPUT: '/tmp/output',
    MY_API_KEY: 'key-12345678',
  },
  token: TOKEN,
  temporaryDirectory: directory,
  write: (line) => lines.push(line),
  ...more,
})

const deploy = async (script: string, more: Partial<CommandDeployerOptions> = {}) => {
  const deployer = commandDeployer(options(script, more))
  await deployer.prepare([bad, good])
  return deployer.deploy(move)
}

describe('deploy', () => {
  test('runs in the files of the release and tells it what it deploys', async () => {
    const script =
      'cat prompt.md; echo; echo "$TAGBACK_NAME $TAGBACK_VERSION after $TAGBACK_PREVIOUS_VERSION, $MY_API_KEY"'
    expect(await deploy(script)).toEqual({ kind: 'deployed' })
    expect(lines.slice(1, -1)).toEqual([`files of ${bad.commit}`, 'extraction v1.2.0 after v1.1.0, key-12345678'])
    expect(asked).toEqual([[bad.commit, good.commit]])
  })

  test('the code of a release does not see our token, our inputs or the command files of the runner', async () => {
    await deploy('env; declare -p')
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.join('\n')).not.toMatch(new RegExp(`${TOKEN}|INPUT_TOKEN|GITHUB_OUTPUT`))
  })

  test('an exit code, with the last output and without secrets', async () => {
    const result = await deploy(`echo "key is $MY_API_KEY"; echo 'token ${TOKEN}' >&2; sleep 0.1; echo failing; exit 3`)
    expect(result).toMatchObject({ kind: 'failed', detail: expect.stringMatching(/^exit code 3; its last output:\n/) })
    const detail = result.kind === 'failed' ? result.detail : ''
    expect(detail.split('\n').slice(1).sort()).toEqual(['  failing', '  key is ***', '  token ***'])
  })

  test.each([
    ['exit 4', {}, { kind: 'failed', detail: 'exit code 4; it wrote no output' }],
    [
      'sleep 60',
      { timeoutSeconds: 0.2 },
      { kind: 'timed-out', detail: 'not finished after 0.2 s; it wrote no output' },
    ],
    ['kill -KILL $$', {}, { kind: 'failed', detail: 'ended by SIGKILL; it wrote no output' }],
    [
      'true',
      { stop: AbortSignal.abort() },
      { kind: 'failed', detail: 'stopped before it finished; it wrote no output' },
    ],
    ['true', { temporaryDirectory: '/no/such' }, { kind: 'failed', detail: expect.stringContaining('/no/such') }],
  ])('%j %j', async (script, more, result) => {
    expect(await deploy(script, more)).toEqual(result)
  })

  test('a release whose files were not prepared is not deployed', async () => {
    const result = await commandDeployer(options('touch ran')).deploy(move)
    expect(result).toEqual({
      kind: 'failed',
      detail: 'the files of components/prompts/extraction v1.2.0 were not prepared before the deploy',
    })
    expect(lines).toEqual([])
  })

  test('never throws, and goes on after a failure', async () => {
    let known = false
    const componentOf: CommandDeployerOptions['componentOf'] = (id) => {
      if (!known) throw new Error(`unknown component ${id}`)
      return { id, prefix: 'components', type: 'prompts', name: 'extraction' }
    }
    const deployer = commandDeployer(options('true', { componentOf }))
    await deployer.prepare([bad])
    expect(await deployer.deploy(move)).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('unknown component'),
    })
    known = true
    expect(await deployer.deploy(move)).toEqual({ kind: 'deployed' })
  })

  test('deploys asked for at once do not mix their blocks of the log', async () => {
    const deployer = commandDeployer(options('echo one; sleep 0.1; echo two'))
    await deployer.prepare([bad, good])
    await Promise.all([deployer.deploy(move), deployer.deploy({ ...move, release: good, previous: bad })])
    const [first, second] = [lines.slice(0, 4), lines.slice(4)]
    for (const block of [first, second]) {
      expect(block).toEqual([
        expect.stringMatching(/^::stop-commands::/),
        'one',
        'two',
        expect.stringMatching(/^::\w+::$/),
      ])
    }
  })

  test('files that are there are not checked out again; a check-out that failed is', async () => {
    let works = false
    const files = releaseFiles(async (commits) => {
      asked.push([...commits])
      if (!works) throw new Error('no such commit')
      return new Map(commits.map((commit) => [commit, directory]))
    })
    await expect(files.prepare([bad])).rejects.toThrow('no such commit')
    works = true
    await files.prepare([bad, bad])
    await files.prepare([good, bad])
    await files.prepare([good])
    expect(asked).toEqual([[bad.commit], [bad.commit], [good.commit]])
    expect(files.directoryOf(good)).toBe(directory)
  })
})

test('deploy: none runs nothing and says so', async () => {
  const deployer = pullDeployer((line) => lines.push(line))
  await deployer.prepare([bad])
  expect(await deployer.deploy(move)).toEqual({ kind: 'deployed' })
  expect(lines).toEqual([
    'Nothing to run (deploy: none): the runtime of production takes components/prompts/extraction v1.2.0 from the tag.',
  ])
})

describe('askByCommand', () => {
  const ask = (script: string, more: Partial<CommandDeployerOptions> = {}) =>
    askByCommand(options(script, more))(bad, 'production')

  test.each([
    ['test "$TAGBACK_VERSION $TAGBACK_REASON" = "v1.2.0 verify"', { kind: 'served' }],
    ['echo v1.1.0 | grep "$TAGBACK_VERSION"', { kind: 'differs', found: 'verify-command: exit code 1' }],
    [
      'echo "found v1.1.0 $MY_API_KEY"; exit 1',
      { kind: 'differs', found: 'verify-command: exit code 1: found v1.1.0 ***' },
    ],
    ['echo down; exit 7', { kind: 'unanswered', detail: 'verify-command: exit code 7: down' }],
    ['kill -KILL $$', { kind: 'unanswered', detail: 'verify-command: ended by SIGKILL' }],
  ])('%j', async (script, answer) => {
    expect(await ask(script)).toEqual(answer)
    expect(lines).toEqual([])
  })

  test('too late, stopped, not started: no answer', async () => {
    expect(await ask('sleep 60', { timeoutSeconds: 0.2 })).toEqual({
      kind: 'unanswered',
      detail: 'verify-command: not finished after 0.2 s',
    })
    expect(await ask('true', { stop: AbortSignal.abort() })).toMatchObject({ kind: 'unanswered' })
    expect(await ask('true', { temporaryDirectory: '/no/such' })).toMatchObject({ kind: 'unanswered' })
  })

  test('runs in the files of the release when there are any, else in an empty directory that is removed', async () => {
    const all = options(`{ pwd; ls; } > ${directory}/seen`)
    expect(await askByCommand(all)(bad, 'production')).toEqual({ kind: 'served' })
    expect(await readFile(join(directory, 'seen'), 'utf8')).toMatch(/^.*\/tagback-verify-\w+\n$/)
    expect(await readdir(directory)).toEqual(['seen'])
    await all.files.prepare([bad])
    expect(await askByCommand(all)(bad, 'production')).toEqual({ kind: 'served' })
    expect(await readFile(join(directory, 'seen'), 'utf8')).toBe(`${join(directory, bad.commit)}\nprompt.md\n`)
  })
})

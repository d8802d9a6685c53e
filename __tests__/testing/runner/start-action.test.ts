import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cancelAction } from '../../../testing/runner/cancel-action.ts'
import { type ActionOrder, runAction, startAction } from '../../../testing/runner/start-action.ts'

const METADATA = `
inputs:
  token: { default: '\${{ github.token }}' }
  deploy-command: { description: none }
  two words: { default: 2 }
runs: { using: node24, main: main.mjs, post: post.mjs }
`
const MAIN = `
import { appendFileSync, readFileSync } from 'node:fs'
const { env } = process
const shown = Object.fromEntries(Object.entries(env).filter(([name]) => /^(INPUT|GITHUB|RUNNER|STATE|CI|MORE)/.test(name)))
appendFileSync(env.GITHUB_OUTPUT, 'env<<X\\n' + JSON.stringify(shown) + '\\nX\\n')
appendFileSync(env.GITHUB_OUTPUT, 'event=' + readFileSync(env.GITHUB_EVENT_PATH, 'utf8') + '\\n')
appendFileSync(env.GITHUB_STATE, 'phase=deploying\\n')
appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done\\n')
console.log('::add-mask::hush')
console.log('token ' + env.INPUT_TOKEN + ' and hush')
console.error('::warning::careful')
process.exitCode = 3
`
const WAIT = `
import { appendFileSync } from 'node:fs'
process.on('SIGINT', () => { appendFileSync(process.env.GITHUB_STATE, 'phase=interrupted\\n'); if (process.env.OBEY) process.exit(130) })
console.log('ready')
setInterval(() => undefined, 1000)
`

let folder: string
let order: ActionOrder
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'action-'))
  const files = {
    'action.yml': METADATA,
    'main.mjs': MAIN,
    'wait.mjs': WAIT,
    'post.mjs': 'console.log(process.env.STATE_phase)',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  order = {
    action: join(folder, 'action.yml'),
    github: { url: 'http://server', apiUrl: 'http://server/api/v3', graphqlUrl: 'http://server/api/graphql' },
    repository: 'acme/prompts',
    sha: 'c'.repeat(40),
    ref: 'refs/tags/components/prompts/extraction/production',
    event: { name: 'push', payload: { forced: true } },
    token: 'ghs_secret',
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('gives an action what the runner gives it, and takes what it leaves behind', async () => {
  const lines: string[] = []
  const result = await runAction({
    ...order,
    inputs: { 'deploy-command': 'echo 1' },
    env: { MORE: 'yes' },
    onLine: (line) => lines.push(line),
  })
  expect(result).toMatchObject({
    exitCode: 3,
    signal: null,
    timedOut: false,
    state: { phase: 'deploying' },
    summary: '# Done\n',
    annotations: [{ level: 'warning', message: 'careful' }],
  })
  expect(result.stdout).toContain('token ghs_secret and hush')
  expect(lines).toContain('token *** and ***')
  expect(result.log).not.toMatch(/ghs_secret|hush/)
  expect(JSON.parse(result.outputs.event ?? '')).toEqual({ forced: true })
  expect(JSON.parse(result.outputs.env ?? '')).toMatchObject({
    CI: 'true',
    MORE: 'yes',
    INPUT_TOKEN: 'ghs_secret',
    'INPUT_DEPLOY-COMMAND': 'echo 1',
    INPUT_TWO_WORDS: '2',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_SHA: 'c'.repeat(40),
    GITHUB_REF_NAME: 'components/prompts/extraction/production',
    GITHUB_REF_TYPE: 'tag',
    GITHUB_REPOSITORY_OWNER: 'acme',
    GITHUB_API_URL: 'http://server/api/v3',
  })
})

test('gives the saved state to the post step', async () => {
  const result = await runAction({ ...order, stage: 'post', state: { phase: 'deploying' } })
  expect(result.stdout).toBe('deploying\n')
})

test('refuses an input that the action does not have', () => {
  expect(() => startAction({ ...order, inputs: { deploy: 'x' } })).toThrow('The action has no input "deploy".')
})

const startWaiting = async (more: Partial<ActionOrder>) => {
  let ready = () => {}
  const started = new Promise<void>((resolve) => {
    ready = resolve
  })
  const action = startAction({ ...order, program: join(folder, 'wait.mjs'), onLine: ready, ...more })
  await started
  return action
}

test('cancels with SIGINT first, and reads what was saved until then', async () => {
  const action = await startWaiting({ env: { OBEY: 'yes' } })
  await cancelAction(action.process)
  expect(await action.done).toMatchObject({ exitCode: 130, signal: null, state: { phase: 'interrupted' } })
})

test('cancels with SIGTERM what does not end by itself', async () => {
  const action = await startWaiting({})
  await cancelAction(action.process, { interrupt: 20, terminate: 1000 })
  expect(await action.done).toMatchObject({ exitCode: null, signal: 'SIGTERM', state: { phase: 'interrupted' } })
})

test('kills what takes too long', async () => {
  const result = await runAction({ ...order, program: join(folder, 'wait.mjs'), timeoutMs: 200 })
  expect(result).toMatchObject({ signal: 'SIGKILL', timedOut: true })
})

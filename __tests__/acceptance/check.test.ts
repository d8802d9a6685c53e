import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { runAction } from '../../testing/runner/start-action.ts'
import { createWorld, type World } from './world.ts'

jest.setTimeout(60_000)
const CHECK = join(import.meta.dirname, '../../check/action.yml')

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  expect(world.github.violations).toStrictEqual([])
  await world.close()
})

/** Exactly the permission that its README lists. */
const check = (sha: string) =>
  runAction({
    ...{ action: CHECK, github: world.github, repository: world.repository.fullName, sha, ref: 'refs/heads/main' },
    token: world.github.createToken({ kind: 'actions', permissions: { contents: 'read' } }),
    event: { name: 'pull_request', payload: {} },
  })

it('shows what counts for each environment tag', async () => {
  const file = 'defaults:\n  deploy-command: ./deploy.sh\nenvironments:\n  production:\n    metric: none\n'
  const commit = await world.release('v1.0.0', 0, { '.github/tagback.yml': file })
  await world.moveProduction('v1.0.0')
  const result = await check(commit)
  expect(result.exitCode).toBe(0)
  expect(result.outputs.valid).toBe('true')
  expect(result.summary).toContain('components/prompts/extraction')
  expect(JSON.parse(result.outputs.result ?? '').pairs).toMatchObject([{ environment: 'production', problems: [] }])
  expect(result.log).toContain(
    'A job that guards components/prompts/extraction in production needs timeout-minutes: 85',
  )
  expect(result.annotations).toStrictEqual([])
})

it('warns where the usual time of a job is too short for the settings', async () => {
  const file = 'defaults:\n  deploy-command: ./deploy.sh\n  deploy-timeout: 20m\n'
  const commit = await world.release('v1.0.0', 0, { '.github/tagback.yml': file })
  await world.moveProduction('v1.0.0')
  const result = await check(commit)
  const said = expect.stringContaining('needs timeout-minutes: 145')
  expect(result.annotations).toMatchObject([{ level: 'warning', message: said }])
  expect(result.summary).toContain('The default of 85 is too short')
})

it('marks every problem at its place, and fails', async () => {
  const file = 'defaults:\n  threshold: 1\n  treshold: 1%\n'
  const result = await check(await world.release('v1.0.0', 0, { '.github/tagback.yml': file }))
  expect(result.exitCode).toBe(1)
  expect(result.annotations).toMatchObject([
    { level: 'error', properties: { file: '.github/tagback.yml', line: '3', col: '3' } },
    { level: 'error', properties: { file: '.github/tagback.yml', line: '2', col: '14' } },
  ])
})

it('fails for settings that contradict each other in one environment', async () => {
  const file =
    'defaults:\n  metric: prometheus\n  rate: r\n  threshold: 1%\nenvironments:\n  production:\n    duration: 10s\n'
  const commit = await world.release('v1.0.0', 0, { '.github/tagback.yml': file })
  await world.moveProduction('v1.0.0')
  const result = await check(commit)
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toContain(
    '.github/tagback.yml:7:15 duration: expected 35s or more: nothing is measured before settle + lag + interval',
  )
})

it('takes a repository without a configuration', async () => {
  const result = await check(await world.release('v1.0.0', 0))
  expect([result.exitCode, result.outputs.valid]).toStrictEqual([0, 'true'])
})

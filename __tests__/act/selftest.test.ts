import { describe, expect, it } from '@jest/globals'
import { snippetsOf } from '../docs/snippets.ts'
import { type ActWorld, inActWorld } from './act-world.ts'

const CALLER =
  snippetsOf('docs/installing.md').find(({ text }) => text.includes('workflows/selftest.yml@v1'))?.text ?? ''

const ask = async (world: ActWorld, options: Parameters<ActWorld['runDispatch']>[1]) => {
  await world.release('v1.0.0', 0)
  const before = await world.repository.refs()
  const [run] = await world.runDispatch({}, options)
  expect(await world.repository.refs()).toStrictEqual(before)
  expect(world.repository.deployments).toStrictEqual([])
  const summary = Object.values(run?.summaries ?? {}).flat()
  const count = (word: string): number => summary.join('\n').split(` | ${word} | `).length - 1
  return { exitCode: run?.exitCode, yes: count('yes'), no: count('**no**'), unasked: count('not asked') }
}

describe('the self-test', () => {
  it(
    'asks for what Tagback relies on, and leaves nothing behind',
    inActWorld(CALLER, async (world) => {
      expect(await ask(world, {})).toStrictEqual({ exitCode: 0, yes: 24, no: 0, unasked: 9 })
    }),
  )

  it(
    'asks with the token of an App when there is one',
    inActWorld(CALLER, async (world) => {
      const appToken = world.github.createToken({ kind: 'app', permissions: { contents: 'write' }, workflows: true })
      const secrets = { TAGBACK_APP_ID: '1', TAGBACK_APP_KEY: 'a key' }
      // act tells no GITHUB_WORKFLOW_REF: which runs an App's moves start is asked in __tests__/acceptance/self-test.test.ts.
      expect(await ask(world, { appToken, secrets })).toStrictEqual({ exitCode: 0, yes: 27, no: 0, unasked: 6 })
    }),
  )

  it(
    'does nothing in the runs that its own tags start',
    inActWorld(CALLER, async (world) => {
      await world.release('v1.0.0', 0)
      const push = await world.pushOf(() => world.push('main:refs/tags/tagback-selftest/1/event/a'))
      const [run] = await world.runPush(push)
      expect(run?.exitCode).toBe(0)
      expect(run?.summaries).toStrictEqual({})
      expect(Object.values(run?.results ?? {}).filter((result) => result === 'success')).toStrictEqual([])
    }),
  )
})

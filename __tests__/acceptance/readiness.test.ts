import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { runAction } from '../../testing/runner/start-action.ts'
import { inDrillWorld } from './drill-world.ts'
import type { World } from './world.ts'

jest.setTimeout(90_000)

const REQUIRE = 'require: [previous-version, armed, drill, owner, time-to-rollback]'
const config = (more = '') => `environments:
  production:
    ${REQUIRE}
    owner: '@ada'${more}
  production-drill:
    drill: true
`

/** Puts a file on the default branch, with a version of its own that is as good as any. */
const release = (world: World, version: string, file: string) =>
  world.release(version, 0, { '.github/tagback.yml': file })

const runCheck = async (world: World, sha: string) => {
  const result = await runAction({
    ...{ action: join(import.meta.dirname, '../../check/action.yml'), github: world.github, sha },
    ...{ repository: world.repository.fullName, ref: 'refs/heads/main', event: { name: 'pull_request', payload: {} } },
    token: world.github.createToken({ kind: 'actions', permissions: { contents: 'read', deployments: 'read' } }),
  })
  return { ...result, readiness: JSON.parse(result.outputs.result ?? 'null').readiness }
}

describe('readiness', () => {
  it.concurrent(
    'refuses until a drill has passed, names what is missing, and lets the same release through then',
    inDrillWorld(async (world) => {
      const sha = await release(world, 'v1.3.0', config())
      const before = await runCheck(world, sha)
      expect(before.readiness).toMatchObject([
        {
          ...{ component: 'components/prompts/extraction', environment: 'production' },
          findings: [
            { item: 'previous-version', state: 'holds', detail: 'v1.1.0 is there now, and has passed its watch' },
            { item: 'armed', state: 'unknown' },
            { item: 'drill', state: 'missing' },
            { item: 'owner', state: 'holds' },
            { item: 'time-to-rollback', state: 'missing' },
          ],
        },
      ])
      const push = await world.moveProduction('v1.3.0')
      const records = world.repository.deployments.length
      const refused = await world.run(push)
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'unready' } })
      expect(refused.outputs.sentence).toContain('run the action drill for components/prompts/extraction')
      expect(refused.summary).toContain('no drill of it has passed in production-drill so far')
      expect(world.repository.deployments).toHaveLength(records)
      expect(world.arms.served('production')).toBe('v1.1.0')

      // What the tag says was not deployed: a drill practises with what is live by it.
      await world.setAgain('v1.1.0')
      expect(await world.drill()).toMatchObject({ exitCode: 0, outputs: { reason: 'drill-passed' } })
      const passed = await world.run(await world.moveProduction('v1.3.0'))
      expect(passed).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'healthy' } })
      expect(JSON.parse(passed.outputs.result ?? '').readiness).toMatchObject(
        ['previous-version', 'armed', 'drill', 'owner', 'time-to-rollback'].map((item) => ({ item, state: 'holds' })),
      )
      expect(passed.summary).toMatch(/It was practised \| yes \| passed on .* hours ago \(\[run\]\(/)
      expect((await runCheck(world, sha)).summary).toContain('It was practised | yes')
    }),
  )

  it.concurrent(
    'does not hold up who goes back to what was good, and costs one request of GitHub',
    inDrillWorld(async (world) => {
      await release(world, 'v1.3.0', config())
      const back = await world.run(await world.moveProduction('v1.0.0'))
      expect(back).toMatchObject({ exitCode: 0, outputs: { decision: 'kept' } })
      expect(back.log).toContain('require does not hold it up')
      world.github.clearRequests()
      await world.run(await world.moveProduction('v1.3.0'))
      const asked = world.github.requests.filter(({ operation }) => operation === 'TagbackLedgers')
      expect(asked).toHaveLength(1)
    }),
  )

  it.concurrent(
    'says it and goes on with on-unready: warn',
    inDrillWorld(async (world) => {
      await release(world, 'v1.3.0', config('\n    on-unready: warn'))
      const result = await world.run(await world.moveProduction('v1.3.0'))
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'kept' } })
      expect(result.log).toContain('Not ready: drill: no drill of it has passed')
    }),
  )
})

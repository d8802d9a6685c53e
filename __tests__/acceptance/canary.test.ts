import { describe, expect, it, jest } from '@jest/globals'
import { startCanaryService } from './canary-service.ts'
import { inWorld } from './in-world.ts'
import { COMPONENT, type World } from './world.ts'

jest.setTimeout(60_000)

const CANARY = `refs/tags/${COMPONENT}/production-canary`

const DEPLOY = `
cp prompts/extraction.md "$SERVICE/$TAGBACK_ENVIRONMENT/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_ENVIRONMENT/version"
`

type Canaries = World & { arms: Awaited<ReturnType<typeof startCanaryService>>; canary(): Promise<string | undefined> }

/** Production on 1.0.0, known good; `settings` are what the configuration says of its canary. */
const withCanary = (settings: string[], test: (world: Canaries) => Promise<unknown>) =>
  inWorld(async (world) => {
    const arms = await startCanaryService(world.serviceFolder, ['production', 'production-canary'])
    try {
      Object.assign(world.inputs, {
        'deploy-command': DEPLOY,
        'metric-url': `${arms.url}/metrics`,
        errors: 'requests_total{env="{environment}",code=~"5.."}',
        total: 'requests_total{env="{environment}"}',
        'verify-url': `${arms.url}/version/{environment}`,
      })
      const lines = [
        'environments:',
        '  production-canary:',
        '    canary-of: production',
        ...settings.map((line) => `    ${line}`),
      ]
      await world.release('v1.0.0', 1, { '.github/tagback.yml': `${lines.join('\n')}\n` })
      await world.release('v1.1.0', 1)
      await world.release('v1.2.0', 30)
      const good = await world.run(await world.moveProduction('v1.0.0'))
      expect(good.outputs).toMatchObject({ decision: 'kept', reason: 'healthy' })
      const canary = async () => (await world.repository.refs()).get(CANARY)
      await test({ ...world, arms, canary })
    } finally {
      await arms.close()
    }
  })

describe('a canary', () => {
  it.concurrent(
    'that is healthy is promoted: production is moved to it, deployed, and watched in the same run',
    withCanary(['promote: auto'], async (world) => {
      const result = await world.run(await world.move('production-canary', 'v1.1.0'))
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { decision: 'promoted', reason: 'healthy', environment: 'production', version: 'v1.1.0' },
      })
      expect(await world.production()).toBe((await world.repository.refs()).get(`refs/tags/${COMPONENT}/v1.1.0`))
      expect(world.arms.served('production')).toBe('v1.1.0')
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.1.0: success', 'Deploy v1.1.0: success'])
      expect(result.summary).toContain('production-canary')
    }),
  )

  it.concurrent(
    'that is worse goes back to what production runs, and production is not touched',
    withCanary(['promote: auto'], async (world) => {
      const production = await world.production()
      const result = await world.run(await world.move('production-canary', 'v1.2.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', 'target-version': 'v1.0.0' } })
      expect(result.outputs.sentence).toContain('beside production')
      expect(await world.production()).toBe(production)
      expect(world.arms.served('production')).toBe('v1.0.0')
      expect(world.arms.served('production-canary')).toBe('v1.0.0')
    }),
  )

  it.concurrent(
    'that is worse is removed where the settings say so',
    withCanary(['on-failure: remove'], async (world) => {
      const result = await world.run(await world.move('production-canary', 'v1.2.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', tag: 'removed' } })
      expect(await world.canary()).toBeUndefined()
      expect(world.arms.served('production')).toBe('v1.0.0')
    }),
  )

  it.concurrent(
    'does not pay for a fault that production has as well',
    withCanary([], async (world) => {
      world.arms.faults.common = 0.4
      const moved = await world.move('production-canary', 'v1.1.0')
      const result = await world.run(moved)
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'inconclusive' } })
      expect(result.outputs.sentence).toContain('a fault that both have')
      expect(await world.canary()).toBe(moved.event.payload.after)
    }),
  )

  it.concurrent(
    'that is worse is found in the presence of a fault that both have',
    withCanary([], async (world) => {
      world.arms.faults.common = 0.1
      const result = await world.run(await world.move('production-canary', 'v1.2.0'))
      // What is left of it after the rollback is in production as well, so that the rollback has helped.
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', reason: 'above-threshold' } })
    }),
  )

  it.concurrent(
    'with too little traffic is held, and says what would be needed',
    withCanary(['on-inconclusive: hold', 'promote: auto'], async (world) => {
      world.arms.faults.requests['production-canary'] = 1
      const result = await world.run(await world.move('production-canary', 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'held', reason: 'inconclusive' } })
      expect(result.outputs.sentence).toMatch(/fewer than the 20 requests that a verdict needs/)
      expect(world.arms.served('production')).toBe('v1.0.0')
    }),
  )

  it.concurrent(
    'is not promoted over the head of whoever moved production meanwhile',
    withCanary(['promote: auto'], async (world) => {
      const moved = await world.move('production-canary', 'v1.1.0')
      let raced = false
      const result = await world.run(moved, {
        onLine: (line) => {
          if (raced || !line.includes('Watch v1.1.0')) return
          raced = true
          void world.moveProduction('v1.2.0')
        },
      })
      expect(result.outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved', environment: 'production' })
      expect(world.arms.served('production')).toBe('v1.0.0')
    }),
  )

  it.concurrent(
    'is not promoted to where the release was judged bad before',
    withCanary(['promote: auto'], async (world) => {
      world.arms.faults.common = 0.4
      const bad = await world.run(await world.moveProduction('v1.1.0'), { inputs: { 'verify-duration': '0s' } })
      expect(bad.outputs).toMatchObject({ decision: 'rolled-back', reason: expect.stringMatching(/above|outage/) })
      world.arms.faults.common = 0
      const [deploys, production] = [world.arms.served('production'), await world.production()]
      const result = await world.run(await world.move('production-canary', 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'quarantined' } })
      expect([world.arms.served('production'), await world.production()]).toStrictEqual([deploys, production])
    }),
  )

  it.concurrent(
    'that passed is promoted by a copied command where that is left to a person',
    withCanary([], async (world) => {
      const result = await world.run(await world.move('production-canary', 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'healthy' } })
      const [, step = ''] = /Left to do: (git .*)/.exec(result.log) ?? []
      const clone = await world.cloneOf('grace')
      await world.shell(clone.workTree, step.replace(/origin/g, clone.remote))
      expect(await world.production()).toBe((await world.repository.refs()).get(`refs/tags/${COMPONENT}/v1.1.0`))
    }),
  )

  it.concurrent(
    'of itself, or one whose figures cannot be told from those of production, is refused before anything is written',
    withCanary([], async (world) => {
      const inputs = { errors: 'requests_total{code="500"}', total: 'requests_total' }
      const result = await world.run(await world.move('production-canary', 'v1.1.0'), { inputs })
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'bad-input' } })
      expect(result.outputs.sentence).toMatch(/^\.github\/tagback\.yml:3:16 canary-of: expected \{environment\}/)
    }),
  )
})

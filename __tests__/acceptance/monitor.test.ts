import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { inWorld, withVersions } from './in-world.ts'
import { runReconcile, watched } from './reconcile-runner.ts'
import type { World } from './world.ts'

jest.setTimeout(120_000)

/** GitHub's clock is the real one: what was kept lately is what is monitored. */
const LATELY = () => ({ began: Date.now() - 600_000 })

/** v1.1.0 passed its watch in production, where v1.0.0 was before. */
async function keep(world: World): Promise<string | undefined> {
  await withVersions(world)
  const before = await world.production()
  await world.run(await world.moveProduction('v1.0.0'))
  const kept = await world.run(await world.moveProduction('v1.1.0'))
  expect(kept.outputs).toMatchObject({ decision: 'kept', reason: 'healthy' })
  world.github.clearRequests()
  return before
}

/** What the release does from now on, until something is deployed. */
const turnBad = ({ serviceFolder }: World) => writeFileSync(join(serviceFolder, 'prompt.md'), 'v1.1.0\nerrors: 40%\n')

const follow = (world: World, inputs: Record<string, string> = {}) =>
  runReconcile(world, { inputs: { ...watched(world), 'monitor-for': '1h', 'verify-duration': '5s', ...inputs } })

describe('what was kept', () => {
  it.concurrent(
    'is looked at again, and nothing is written while it is well',
    inWorld(async (world) => {
      await keep(world)
      const scrapes = world.service.seen.scrapes
      const result = await follow(world)
      expect(result).toMatchObject({ exitCode: 0, outputs: { drifted: '0', failed: '0' } })
      expect(world.service.seen.scrapes).toBeGreaterThan(scrapes)
      expect(world.writes()).toStrictEqual(['TagbackLedgers'])
    }, LATELY()),
  )

  it.concurrent(
    'and turns bad is rolled back on record, with an incident; a stale clone does not bring it back',
    inWorld(async (world) => {
      await keep(world)
      const bad = await world.production()
      turnBad(world)
      const result = await follow(world)
      expect(result).toMatchObject({ exitCode: 1, outputs: { drifted: '1', failed: '1' } })
      expect(result.result.drifts).toMatchObject([
        {
          ...{ drift: 'regressed', status: 'failed' },
          guarded: { decision: 'rolled-back', reason: 'above-threshold' },
          incident: expect.stringMatching(/\/issues\/\d+$/),
        },
      ])
      expect(world.service.served()).toBe('v1.0.0')
      expect(await world.production()).not.toBe(bad)
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.1.0: failure', 'Rollback to v1.0.0: success'])
      expect(world.repository.issues).toMatchObject([{ state: 'open' }])

      const again = await world.pushOf(() => world.push('refs/tags/components/prompts/extraction/production'))
      expect(again.event.payload.after).toBe(bad)
      const stale = await world.run(again)
      expect(stale.outputs).toMatchObject({ decision: 'rolled-back', reason: 'stale-clone' })
      expect(world.service.served()).toBe('v1.0.0')
    }, LATELY()),
  )

  it.concurrent(
    'is reported once in observe mode',
    inWorld(async (world) => {
      await keep(world)
      turnBad(world)
      const first = await follow(world, { 'on-regressed': 'report' })
      expect(first).toMatchObject({ exitCode: 0, outputs: { drifted: '1' } })
      expect(first.result.drifts).toMatchObject([{ drift: 'regressed', status: 'found' }])
      expect(world.service.served()).toBe('v1.1.0')
      const second = await follow(world, { 'on-regressed': 'report' })
      expect(second).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
      expect(world.repository.issues).toMatchObject([{ comments: [] }])
    }, LATELY()),
  )

  it.concurrent.each(['down', 'idle'] as const)('is left alone, and that is said, when its metric is %s', (fault) =>
    inWorld(async (world) => {
      await keep(world)
      world.service.faults.metrics = fault
      const result = await follow(world, { 'on-unavailable': 'roll-back', 'on-inconclusive': 'roll-back' })
      expect(result).toMatchObject({ exitCode: 0, outputs: { drifted: '0', failed: '0' } })
      expect(result.log).toContain('Whether it is well was not to be told now')
      expect(world.writes()).toStrictEqual(['TagbackLedgers'])
    }, LATELY())(),
  )

  it.concurrent(
    'is not looked at when that is over, not asked for, or Tagback is paused',
    inWorld(async (world) => {
      await keep(world)
      turnBad(world)
      const { scrapes } = world.service.seen
      await follow(world, { 'monitor-for': '1s' })
      await follow(world, { 'monitor-for': '' })
      const paused = await follow(world, { paused: 'true' })
      expect(paused.outputs).toMatchObject({ drifted: '0' })
      expect(world.service.seen.scrapes).toBe(scrapes)
      expect(world.service.served()).toBe('v1.1.0')
    }, LATELY()),
  )
})

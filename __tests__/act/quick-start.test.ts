import { describe, expect, it } from '@jest/globals'
import { COMPONENT } from '../acceptance/world.ts'
import { inActWorld, QUICK_START, SECRETS } from './act-world.ts'

describe('the workflow of the quick start', () => {
  it.concurrent(
    'keeps a healthy release',
    inActWorld(QUICK_START, async (world) => {
      await world.release('v1.0.0', 0)
      await world.release('v1.1.0', 1)
      await world.moveProduction('v1.0.0')
      const push = await world.moveProduction('v1.1.0')
      const { log, ...run } = await world.runGuard(push)
      expect(run.outputs).toMatchObject({ decision: 'kept', reason: 'healthy', version: 'v1.1.0', tag: 'as-pushed' })
      expect(run).toMatchObject({ exitCode: 0, results: { 'guard/guard': 'success' } })
      expect(run.summary).toContain('## prompts/extraction in production: v1.1.0 kept')
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.service.seen.authorization[0]).toBe(`Bearer ${SECRETS.PROMETHEUS_TOKEN}`)
      expect(await world.production()).toBe(push.event.payload.after)
      expect(world.records()).toStrictEqual(['Deploy v1.1.0: success'])
      expect(log + run.summary).not.toContain(SECRETS.PROMETHEUS_TOKEN)
    }),
  )

  it.concurrent(
    'moves the tag back from a bad release',
    inActWorld(QUICK_START, async (world) => {
      await world.release('v1.0.0', 0)
      await world.release('v1.1.0', 30)
      await world.moveProduction('v1.0.0')
      const push = await world.moveProduction('v1.1.0')
      const run = await world.runGuard(push)
      expect(run.outputs).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' })
      expect(run).toMatchObject({ exitCode: 1, results: { 'guard/guard': 'failure' } })
      expect(run.summary).toContain('## prompts/extraction in production: rolled back')
      expect(world.service.served()).toBe('v1.0.0')
      expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move', 'v1.0.0 for rollback'])
      expect(await world.production()).toBe(push.event.payload.before)
      expect(world.records()).toStrictEqual(['Deploy v1.1.0: failure', 'Rollback to v1.0.0: success'])
    }),
  )

  it.concurrent(
    'is not started for a version tag, and does nothing where a wider filter starts it',
    inActWorld(QUICK_START, async (world) => {
      const [narrow] = await world.pushesOf(() => world.release('v1.0.0', 0))
      if (!narrow) throw new Error('The version tag made no event')
      expect(narrow.ref).toBe(`refs/tags/${COMPONENT}/v1.0.0`)
      expect(await world.runPush(narrow)).toStrictEqual([])
      world.write('.github/workflows/guard.yml', QUICK_START.replace('components/*/*/production', 'components/**'))
      const [wide] = await world.pushesOf(() => world.release('v1.1.0', 0))
      if (!wide) throw new Error('The version tag made no event')
      const run = await world.runGuard(wide)
      expect(run.outputs).toMatchObject({ decision: 'no-op', reason: 'version-created' })
      expect(run.exitCode).toBe(0)
      expect(world.records()).toStrictEqual([])
      expect(world.service.deploys()).toStrictEqual([])
    }),
  )

  it.concurrent(
    'lets the other component go on when one of two that are moved by one push fails',
    inActWorld(QUICK_START, async (world) => {
      const other = 'components/prompts/summary'
      world.write('prompts/summary.md', 'errors: 0%\n')
      await world.release('v1.0.0', 0)
      await world.edgit.createVersion(other, 'v2.0.0', world.date())
      await world.release('v1.1.0', 0)
      await world.moveProduction('v1.0.0')
      world.service.faults.versionOf = 'v2.0.0'
      const pushes = await world.pushesOf(async () => {
        await world.edgit.setEnvironment(COMPONENT, 'production', 'v1.1.0', world.date())
        await world.edgit.setEnvironment(other, 'production', 'v2.0.0', world.date())
        await world.push(
          `refs/tags/${COMPONENT}/production`,
          `refs/tags/${other}/production`,
          `refs/tags/${other}/v2.0.0`,
        )
      })
      const started = pushes.map((push) => world.runPush(push))
      const runs = (await Promise.all(started)).flat()
      const ends = runs.map(({ outputs, exitCode }) => {
        const { component, decision } = outputs['guard/guard'] ?? {}
        return `${component} ${decision} ${exitCode}`
      })
      expect(ends.toSorted()).toStrictEqual([`${COMPONENT} held 1`, `${other} kept 0`])
      expect(world.records().filter((line) => line.startsWith('Deploy v2.0.0'))).toStrictEqual([
        'Deploy v2.0.0: success',
      ])
    }),
  )
})

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { git } from '../../testing/github/run-git.ts'
import { deliverTagPushes } from '../../testing/runner/deliver-tag-pushes.ts'
import type { ActionResult } from '../../testing/runner/start-action.ts'
import { inWorld } from './in-world.ts'
import { PRODUCTION, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

/** v1.1.0 is live, v1.2.0 cannot be deployed. Records are written by whatever token the world has. */
async function withBroken(world: World): Promise<string | undefined> {
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 0)
  await world.release('v1.2.0', 0, { broken: 'yes' })
  await world.moveProduction('v1.0.0')
  await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
  return world.production()
}

/** Delivers every push to a run, as a workflow with `on: push: tags` does, until none is left. */
async function deliver(
  world: World,
  act: () => Promise<unknown>,
  inputs: Record<string, string>,
): Promise<ActionResult[]> {
  const results: ActionResult[] = []
  const delivery = deliverTagPushes(world.github, world.repository.fullName, async (push) => {
    if (results.length > 5) throw new Error('A loop')
    results.push(await world.run(push, { inputs }))
  })
  await act()
  await delivery.idle()
  delivery.stop()
  return results
}

const APP = { token: { kind: 'app', login: 'tagback[bot]' } } as const

describe('invariant 6: no loops', () => {
  it.concurrent(
    'the push event of our own move back, made with the token of an App, is recognised and deploys nothing',
    inWorld(async (world) => {
      const good = await withBroken(world)
      const deploys = world.service.deploys()
      const results = await deliver(world, () => world.moveProduction('v1.2.0'), UNWATCHED)
      expect(results.map(({ outputs, exitCode }) => [outputs.decision, outputs.reason, exitCode])).toStrictEqual([
        ['rolled-back', 'deploy-failed', 1],
        ['no-op', 'own-move', 0],
      ])
      expect(await world.production()).toBe(good)
      expect(world.service.deploys()).toStrictEqual([...deploys, 'v1.1.0 for rollback'])
    }, APP),
  )

  it.concurrent(
    'a rollback whose redeploy fails does not go on to the bad version, not even through the event of its own move',
    inWorld(async (world) => {
      const good = await withBroken(world)
      const inputs = { ...UNWATCHED, 'deploy-command': 'echo "$TAGBACK_VERSION" >> "$SERVICE/deploys"; exit 1' }
      const results = await deliver(world, () => world.moveProduction('v1.2.0'), inputs)
      expect(results.map(({ outputs }) => [outputs.decision, outputs.reason])).toStrictEqual([
        ['held', 'redeploy-failed'],
        ['no-op', 'own-move'],
      ])
      expect(await world.production()).toBe(good)
      expect(world.service.deploys().slice(1)).toStrictEqual(['v1.2.0', 'v1.1.0', 'v1.1.0'])
    }, APP),
  )

  it.concurrent(
    'a clone that had not fetched pushes the bad tag again: moved back, nothing deployed, no end of it',
    inWorld(async (world) => {
      const good = await withBroken(world)
      await deliver(world, () => world.moveProduction('v1.2.0'), UNWATCHED)
      const [deploys, records] = [world.service.deploys(), world.records()]
      // The work tree still has the tag that was rolled back.
      const results = await deliver(
        world,
        () => git(world.edgit.workTree, ['push', '--force', world.remote, PRODUCTION]),
        UNWATCHED,
      )
      expect(results.map(({ outputs }) => [outputs.decision, outputs.reason, outputs.tag])).toStrictEqual([
        ['rolled-back', 'stale-clone', 'moved-back'],
        ['no-op', 'own-move', 'as-pushed'],
      ])
      expect(await world.production()).toBe(good)
      expect(world.service.deploys()).toStrictEqual(deploys)
      expect(world.records()).toStrictEqual(records)
    }, APP),
  )

  it.concurrent(
    'a quarantined version in a new tag is a decision: tried again with a warning, or refused where that is asked for',
    inWorld(async (world) => {
      await withBroken(world)
      await world.run(await world.moveProduction('v1.2.0'), { inputs: UNWATCHED })
      const again = await world.moveProduction('v1.2.0')
      const refused = await world.run(again, { inputs: { ...UNWATCHED, quarantine: 'refuse' } })
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'quarantined' } })
      const tried = await world.run(again, { inputs: UNWATCHED })
      expect(tried.outputs).toMatchObject({ decision: 'rolled-back', 'target-version': 'v1.1.0' })
      expect(tried.annotations[0]).toMatchObject({
        level: 'warning',
        message: expect.stringContaining('judged bad before'),
      })
    }),
  )

  it.concurrent(
    'an old event that is run again deploys nothing twice',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const push = await world.moveProduction('v1.0.0')
      await world.run(push, { inputs: UNWATCHED, runId: 500 })
      for (const rerun of [{ runId: 500, runAttempt: 2 }, { runId: 501 }]) {
        const result = await world.run(push, { inputs: UNWATCHED, ...rerun })
        expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'no-op', reason: 'already-deployed' } })
      }
      expect(world.service.deploys()).toStrictEqual(['v1.0.0 for move'])
      expect(world.records()).toHaveLength(1)
    }),
  )

  it.concurrent(
    'two runs for the same event at once: one deploys, the other stands down',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const push = await world.moveProduction('v1.0.0')
      let second: Promise<ActionResult> | undefined
      const ended = join(world.serviceFolder, 'second-ended')
      const slow = `until [ -e "$SERVICE/second-ended" ]; do sleep 0.1; done\n${world.inputs['deploy-command']}`
      const first = await world.run(push, {
        inputs: { ...UNWATCHED, 'deploy-command': slow, 'deploy-timeout': '1m' },
        onLine: (line) => {
          if (!line.includes('Deploy v1.0.0')) return
          second ??= world.run(push, { inputs: UNWATCHED }).finally(() => writeFileSync(ended, ''))
        },
      })
      expect(first.outputs.decision).toBe('kept')
      expect((await second)?.outputs).toMatchObject({ decision: 'stood-down', reason: 'guarded-elsewhere' })
      expect(world.service.deploys()).toStrictEqual(['v1.0.0 for move'])
    }),
  )

  it.concurrent(
    'while paused, and in observe mode, the tag is never moved',
    inWorld(async (world) => {
      const good = await withBroken(world)
      const bad = await world.moveProduction('v1.2.0')
      const paused = await world.run(bad, { inputs: { ...UNWATCHED, paused: 'true' } })
      expect(paused).toMatchObject({
        exitCode: 0,
        outputs: { decision: 'reported', reason: 'paused', tag: 'as-pushed' },
      })
      expect(world.service.deploys()).toHaveLength(1)
      expect(world.records()).toHaveLength(1)
      const observed = await world.run(bad, { inputs: { ...UNWATCHED, 'on-regressed': 'report' } })
      expect(observed).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'held', reason: 'deploy-failed', tag: 'as-pushed' },
      })
      rmSync(join(world.edgit.workTree, 'broken'))
      await world.release('v1.3.0', 30)
      const regressed = await world.run(await world.moveProduction('v1.3.0'), { inputs: { 'on-regressed': 'report' } })
      expect(regressed).toMatchObject({ exitCode: 0, outputs: { decision: 'reported', tag: 'as-pushed' } })
      expect(regressed.outputs.sentence).toContain('would have been rolled back')
      expect(await world.production()).not.toBe(good)
      expect(world.service.served()).toBe('v1.3.0')
    }),
  )
})

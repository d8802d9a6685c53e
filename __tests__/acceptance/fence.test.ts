import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { inWorld, withVersions } from './in-world.ts'
import { PRODUCTION, UNWATCHED, type World } from './world.ts'

jest.setTimeout(120_000)

/** A deploy of v1.1.0 that goes on until the test lets it end, and serves it only then. */
const heldBack = (world: World) => ({
  ...UNWATCHED,
  'deploy-timeout': '40s',
  'deploy-command': `
    if [ "$TAGBACK_VERSION" = v1.1.0 ]; then
      echo "holding v1.1.0"
      until [ -e "$SERVICE/go" ]; do sleep 0.1; done
    fi
    ${world.inputs['deploy-command']}`,
})

const letGo = (world: World): void => writeFileSync(join(world.serviceFolder, 'go'), '')

/** Starts a run and waits until it writes this. */
const startedUntil = async (world: World, line: string, ...[push, options]: Parameters<World['start']>) => {
  let reached = (): void => undefined
  const there = new Promise<void>((resolve) => {
    reached = resolve
  })
  const { done } = world.start(push, { ...options, onLine: (seen) => seen.includes(line) && reached() })
  await Promise.race([there, done.then(({ log }) => Promise.reject(new Error(`It never wrote ${line}:\n${log}`)))])
  return { done }
}

describe('invariant 10: what is served in the end is what the tag says', () => {
  it.concurrent(
    'a person moves the tag during a slow deploy: the second guard waits for it, then deploys',
    inWorld(async (world) => {
      await withVersions(world)
      const inputs = heldBack(world)
      const first = await startedUntil(world, 'holding', await world.moveProduction('v1.1.0'), { inputs })
      const second = await startedUntil(world, 'is at work', await world.moveProduction('v1.2.0'), {
        inputs: { ...inputs, interval: '1s' },
      })
      expect(world.service.deploys()).toStrictEqual([])
      letGo(world)
      expect((await first.done).outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
      expect((await second.done).outputs).toMatchObject({ decision: 'kept', reason: 'unwatched' })
      expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move', 'v1.2.0 for move'])
      expect(world.service.served()).toBe('v1.2.0')
      expect(world.records()).toStrictEqual(['Deploy v1.1.0: inactive', 'Deploy v1.2.0: success'])
    }),
  )

  it.concurrent(
    'the second guard could not wait for a deploy that hung: the first one deploys once more what the tag says',
    inWorld(async (world) => {
      await withVersions(world)
      const inputs = heldBack(world)
      const first = await startedUntil(world, 'holding', await world.moveProduction('v1.1.0'), { inputs })
      const later = await world.moveProduction('v1.2.0')
      // For its settings a run that is older than this is lost: it does not wait at all.
      for (const record of world.repository.deployments) record.createdAt = '2026-11-20T00:00:00Z'
      const second = await world.run(later, { inputs })
      expect(second.outputs).toMatchObject({ decision: 'kept' })
      for (const record of world.repository.deployments.slice(0, 1)) record.createdAt = '2026-11-20T00:00:00Z'
      letGo(world)
      const { outputs } = await first.done
      expect(outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
      expect(outputs.sentence).toContain('deployed once more, and is served')
      expect(world.service.deploys()).toStrictEqual(['v1.2.0 for move', 'v1.1.0 for move', 'v1.2.0 for move'])
      expect(world.service.served()).toBe('v1.2.0')
    }),
  )

  it.concurrent(
    'the same where the tag was put back to the very object that it held before',
    inWorld(async (world) => {
      await withVersions(world)
      const held = await world.production()
      const inputs = heldBack(world)
      const first = await startedUntil(world, 'holding', await world.moveProduction('v1.1.0'), { inputs })
      const back = await world.pushOf(() => world.push(`${held}:${PRODUCTION}`))
      for (const record of world.repository.deployments) record.createdAt = '2026-11-20T00:00:00Z'
      const second = await world.run(back, { inputs })
      expect(second.outputs).toMatchObject({ decision: 'kept', version: 'v1.0.0' })
      for (const record of world.repository.deployments.slice(0, 1)) record.createdAt = '2026-11-20T00:00:00Z'
      letGo(world)
      expect((await first.done).outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
      expect(world.service.deploys()).toStrictEqual(['v1.0.0 for move', 'v1.1.0 for move', 'v1.0.0 for move'])
      expect([await world.production(), world.service.served()]).toStrictEqual([held, 'v1.0.0'])
    }),
  )
})

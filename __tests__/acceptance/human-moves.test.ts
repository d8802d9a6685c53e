import { describe, expect, it, jest } from '@jest/globals'
import { inWorld, withVersions } from './in-world.ts'
import { COMPONENT, PRODUCTION, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

/** Somebody else moves production from a clone of her own; gives what the tag holds then. */
const movedByGrace = async (world: World, version: string): Promise<string> => {
  const clone = await world.cloneOf('grace')
  const object = await clone.setEnvironment(COMPONENT, 'production', version, world.date())
  await clone.push(PRODUCTION)
  return object
}

describe('invariant 1: no lost human move', () => {
  it.concurrent(
    'a person who moves the tag during the watch is obeyed: stood down, nothing more deployed, her move stays',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const push = await world.moveProduction('v1.2.0')
      world.service.faults.errors = 0
      let hers: Promise<string> | undefined
      const result = await world.run(push, {
        inputs: { 'min-duration': '20s', duration: '30s' },
        onLine: (line) => {
          if (hers === undefined && line.includes('Watch v1.2.0')) hers = movedByGrace(world, 'v1.0.0')
        },
      })
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
      })
      const seen = new RegExp(
        `was moved to v1\\.0\\.0 \\(${(await hers)?.slice(0, 7)}\\) (after its deploy|while it was watched)`,
      )
      expect(result.outputs.sentence).toMatch(seen)
      expect(await world.production()).toBe(await hers)
      expect(world.service.deploys().slice(-1)).toStrictEqual(['v1.2.0 for move'])
      expect(world.records().slice(-1)).toStrictEqual(['Deploy v1.2.0: inactive'])
    }),
  )

  it.concurrent(
    'a tag that is deleted during the watch stays deleted',
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      let gone: Promise<unknown> | undefined
      const result = await world.run(push, {
        inputs: { 'min-duration': '20s', duration: '30s' },
        onLine: (line) => {
          if (line.includes('Watch v1.1.0')) gone ??= world.push(`:${PRODUCTION}`)
        },
      })
      await gone
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'stood-down', reason: 'tag-moved' } })
      expect(await world.production()).toBeUndefined()
    }),
  )

  it.concurrent(
    'a person who moves the tag between decision and move wins: no move, no redeploy',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const push = await world.moveProduction('v1.2.0')
      let hers: string | undefined
      const run = async () => {
        hers = await movedByGrace(world, 'v1.0.0')
      }
      world.github.inject({ match: { operation: 'TagbackMove' }, fault: { kind: 'first', run }, times: 1 })
      const result = await world.run(push)
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
      })
      expect(hers).toBeDefined()
      expect(await world.production()).toBe(hers)
      expect(world.service.deploys().slice(-1)).toStrictEqual(['v1.2.0 for move'])
    }),
  )

  it.concurrent(
    'a person who moves the tag right before git would, after the API has failed, wins as well',
    inWorld(async (world) => {
      await withVersions(world)
      await world.release('v1.3.0', 0, { broken: 'yes' })
      const push = await world.moveProduction('v1.3.0')
      world.github.inject({ match: { operation: 'TagbackMove' }, fault: { kind: 'status', status: 502 } })
      let hers: string | undefined
      const run = async () => {
        hers ??= await movedByGrace(world, 'v1.0.0')
      }
      const isOurs = ({ route, body }: { route: string; body: string }) =>
        route === 'git-receive-pack' && body.includes('agent=tagback')
      world.github.inject({ match: isOurs, fault: { kind: 'first', run } })
      const result = await world.run(push, { inputs: UNWATCHED })
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'stood-down', tag: 'moved-by-another' } })
      expect(hers).toBeDefined()
      expect(await world.production()).toBe(hers)
      expect(world.service.deploys()).toStrictEqual([])
    }),
  )

  it.concurrent(
    'an event that is no longer news deploys nothing, and one whose tag is gone is refused',
    inWorld(async (world) => {
      await withVersions(world)
      const old = await world.moveProduction('v1.1.0')
      await world.moveProduction('v1.2.0')
      const superseded = await world.run(old)
      expect(superseded).toMatchObject({ exitCode: 0, outputs: { decision: 'stood-down', reason: 'superseded' } })
      await world.push(`:${PRODUCTION}`)
      const gone = await world.run(old)
      expect(gone).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'tag-gone' } })
      expect(gone.outputs.sentence).toContain('push it again')
      expect(world.service.deploys()).toStrictEqual([])
      expect(world.records()).toStrictEqual([])
    }),
  )
})

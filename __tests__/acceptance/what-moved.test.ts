import { describe, expect, it, jest } from '@jest/globals'
import { inWorld, withVersions } from './in-world.ts'
import { COMPONENT, PRODUCTION, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

/** Runs the push of a tag that is no move, and checks that nothing was written or deployed for it. */
async function runForNothing(world: World, act: () => Promise<unknown>, inputs = {}) {
  const push = await world.pushOf(act)
  world.github.clearRequests()
  const result = await world.run(push, { inputs })
  expect(world.writes()).toStrictEqual([])
  expect(world.repository.deployments).toStrictEqual([])
  expect(world.service.deploys()).toStrictEqual([])
  return result
}

describe('what moved', () => {
  it.concurrent(
    'pushes that are no move of an environment tag are no-ops, or failures that say what they mean',
    inWorld(async (world) => {
      const { edgit, push, date } = world
      await world.release('v1.0.0', 0)
      const remote =
        (...args: string[]) =>
        () =>
          push(...args)
      const tagAt = (tag: string) => async () => {
        await edgit.setEnvironmentToCommit(
          tag.slice(0, tag.lastIndexOf('/')),
          tag.slice(tag.lastIndexOf('/') + 1),
          'HEAD',
          date(),
        )
        await push(`refs/tags/${tag}`)
      }
      const noOp = (reason: string) => ({ exitCode: 0, outputs: { decision: 'no-op', reason, tag: 'as-pushed' } })
      const refused = (reason: string) => ({ exitCode: 1, outputs: { decision: 'refused', reason } })

      const created = await runForNothing(world, tagAt(`${COMPONENT}/v1.1.0`))
      expect(created).toMatchObject(noOp('version-created'))
      expect(created.annotations).toMatchObject([{ level: 'notice', message: expect.stringContaining('v1.1.0') }])

      const moved = await runForNothing(world, async () => {
        await edgit.commit({ 'prompts/extraction.md': 'other' }, 'other', date())
        await push('main')
      })
      expect(moved).toMatchObject(refused('not-a-tag'))
      expect(moved.annotations[0]?.message).toContain('refs/heads/main')

      const movedVersion = await runForNothing(world, tagAt(`${COMPONENT}/v1.1.0`))
      expect(movedVersion).toMatchObject(refused('version-tag-moved'))
      expect(movedVersion.annotations).toMatchObject([
        { level: 'error', message: expect.stringContaining('never move') },
      ])

      const deletedVersion = await runForNothing(world, remote(`:refs/tags/${COMPONENT}/v1.1.0`))
      expect(deletedVersion).toMatchObject(refused('version-tag-deleted'))
      expect(deletedVersion.annotations[0]?.message).toContain('push it again')

      expect(await runForNothing(world, tagAt('releases/2026/may/production'))).toMatchObject(noOp('foreign-tag'))
      expect(await runForNothing(world, tagAt('components/prompts/production'))).toMatchObject(noOp('foreign-tag'))
      const slot = await runForNothing(world, tagAt(`${COMPONENT}/v2`))
      expect(slot).toMatchObject(refused('malformed-tag'))
      expect(slot.annotations[0]?.message).toContain('v2 looks like a version')
    }),
  )

  it.concurrent(
    'a deleted environment tag deploys nothing, and an event of another kind is refused',
    inWorld(async (world) => {
      await withVersions(world)
      const deleted = await runForNothing(world, () => world.push(`:${PRODUCTION}`))
      expect(deleted).toMatchObject({ exitCode: 0, outputs: { decision: 'no-op', reason: 'environment-deleted' } })
      const push = await world.moveProduction('v1.1.0')
      const dispatched = await world.run({ ...push, event: { name: 'workflow_dispatch', payload: {} } as never })
      expect(dispatched).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'bad-input' } })
      expect(dispatched.outputs.sentence).toContain('expected push, got workflow_dispatch')
      expect(world.service.deploys()).toStrictEqual([])
    }),
  )

  it.concurrent(
    'other tag prefixes are followed when the inputs say so, and only those',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const tag = (environment: string) => async () => {
        await world.edgit.setEnvironmentToCommit('agents/support/router', environment, 'HEAD', world.date())
        await world.push(`refs/tags/agents/support/router/${environment}`)
      }
      expect((await runForNothing(world, tag('staging'))).outputs).toMatchObject({
        decision: 'no-op',
        reason: 'foreign-tag',
      })
      const push = await world.pushOf(tag('production'))
      const followed = await world.run(push, { inputs: { ...UNWATCHED, 'verify-url': '', 'tag-prefixes': 'agents' } })
      expect(followed.outputs).toMatchObject({ decision: 'kept', component: 'agents/support/router' })
      const other = await world.run(await world.moveProduction('v1.0.0'), { inputs: { 'tag-prefixes': 'agents' } })
      expect(other.outputs).toMatchObject({ decision: 'no-op', reason: 'foreign-tag' })
    }),
  )

  it.concurrent(
    'a component under logic/ is deployed with the warning that its neighbours go back in time as well',
    inWorld(async (world) => {
      const component = 'logic/ensemble/router'
      await world.release('v1.0.0', 0)
      await world.edgit.createVersion(component, 'v1.0.0', world.date())
      await world.push(`refs/tags/${component}/v1.0.0`)
      const result = await world.run(await world.move('production', 'v1.0.0', component), { inputs: UNWATCHED })
      expect(result.outputs).toMatchObject({ decision: 'kept', component, version: 'v1.0.0' })
      const warnings = result.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
      expect(warnings).toContainEqual(expect.stringContaining('neighbours'))
    }),
  )

  it.concurrent(
    'the same version set once more is a no-op: its tag was only made anew',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const deploys = world.service.deploys()
      const again = await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      expect(again).toMatchObject({ exitCode: 0, outputs: { decision: 'no-op', reason: 'same-release' } })
      expect(world.service.deploys()).toStrictEqual(deploys)
      expect(world.records()).toStrictEqual(['Deploy v1.1.0: success'])
    }),
  )

  it.concurrent(
    'a tag that is set once more after a run that was refused is deployed: nobody has done so yet',
    inWorld(async (world) => {
      await withVersions(world)
      const refused = await world.run(await world.moveProduction('v1.1.0'), { inputs: { threshold: '1' } })
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'bad-input' } })
      const again = await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      expect(again).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'unwatched' } })
      expect(world.service.served()).toBe('v1.1.0')
    }),
  )

  it.concurrent(
    'an environment called production-canary is guarded like any other',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.move('production-canary', 'v1.1.0'), { inputs: UNWATCHED })
      const bad = await world.run(await world.move('production-canary', 'v1.2.0'))
      expect(bad).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', environment: 'production-canary' } })
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.repository.deployments[0]?.environment).toBe('production-canary/prompts/extraction')
    }),
  )
})

import { describe, expect, it, jest } from '@jest/globals'
import { inWorld } from './in-world.ts'
import { COMPONENT, PRODUCTION, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

const deployed = async (world: World, set: () => Promise<unknown>) => {
  const push = await world.pushOf(async () => {
    await set()
    await world.push(PRODUCTION)
  })
  const { outputs, annotations } = await world.run(push, { inputs: UNWATCHED })
  const warnings = annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
  return { decision: outputs.decision, version: outputs.version, commit: outputs.commit, tag: outputs.tag, warnings }
}

describe('every shape of environment tag is deployed as the version that it means', () => {
  it.concurrent(
    'A annotated on a version, B annotated on a commit, C lightweight, D the version object, E on another environment',
    inWorld(async (world) => {
      const { edgit, date } = world
      const commits: Record<string, string> = {}
      for (const version of ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0', 'v1.4.0'])
        commits[version] = await world.release(version, 0)
      const kept = (version: string) => ({ decision: 'kept', version, commit: commits[version], tag: 'as-pushed' })
      const shapes: [string, () => Promise<unknown>][] = [
        ['v1.0.0', () => edgit.setEnvironment(COMPONENT, 'production', 'v1.0.0', date())],
        ['v1.1.0', () => edgit.setEnvironmentToCommit(COMPONENT, 'production', commits['v1.1.0'] ?? '', date())],
        ['v1.2.0', () => edgit.setEnvironmentLightweight(COMPONENT, 'production', commits['v1.2.0'] ?? '')],
        ['v1.3.0', () => edgit.setEnvironmentToVersionObject(COMPONENT, 'production', 'v1.3.0')],
        [
          'v1.4.0',
          async () => {
            await edgit.setEnvironment(COMPONENT, 'staging', 'v1.4.0', date())
            await edgit.setEnvironmentToEnvironment(COMPONENT, 'production', 'staging', date())
          },
        ],
      ]
      for (const [version, set] of shapes) {
        expect(await deployed(world, set)).toMatchObject(kept(version))
        expect(world.service.served()).toBe(version)
      }
    }),
  )

  it.concurrent(
    'a commit without a version gets an honest name, and one with two versions the highest of them, said so',
    inWorld(async (world) => {
      const { edgit, date, push } = world
      await world.release('v1.0.0', 0)
      const commit = await edgit.commit({ 'prompts/extraction.md': 'draft' }, 'draft', date())
      await push('main')
      const draft = await deployed(world, () => edgit.setEnvironmentLightweight(COMPONENT, 'production', commit))
      expect(draft).toMatchObject({ decision: 'kept', version: `unversioned@${commit.slice(0, 7)}`, commit })
      expect(draft.warnings).toContainEqual(expect.stringContaining('No version tag'))

      const shared = await world.release('v1.9.0', 0)
      await edgit.createVersion(COMPONENT, 'v1.10.0', date())
      await push(`refs/tags/${COMPONENT}/v1.10.0`)
      const highest = await deployed(world, () => edgit.setEnvironmentLightweight(COMPONENT, 'production', shared))
      expect(highest).toMatchObject({ decision: 'kept', version: 'v1.10.0', commit: shared })
      expect(highest.warnings).toContainEqual(expect.stringContaining('share commit'))
      const named = await deployed(world, () => edgit.setEnvironment(COMPONENT, 'production', 'v1.9.0', date()))
      expect(named).toMatchObject({ decision: 'kept', version: 'v1.9.0', commit: shared })
    }),
  )

  it.concurrent(
    'tags of other components, and tags that only begin like this one, lend it no version',
    inWorld(async (world) => {
      const { edgit, date, push } = world
      const commit = await world.release('v1.0.0', 0)
      const draft = await edgit.commit({ 'prompts/extraction.md': 'draft' }, 'draft', date())
      for (const foreign of [`${COMPONENT}/nested`, `${COMPONENT}-extra`, 'components/agents/extraction']) {
        await edgit.createVersion(foreign, 'v9.9.9', date(), draft)
        await push('main', `refs/tags/${foreign}/v9.9.9`)
      }
      const found = await deployed(world, () => edgit.setEnvironmentLightweight(COMPONENT, 'production', draft))
      expect(found).toMatchObject({ decision: 'kept', version: `unversioned@${draft.slice(0, 7)}` })
      expect(commit).not.toBe(draft)
    }),
  )

  it.concurrent(
    'a tag that leads to no commit is refused before anything is written',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const found = await deployed(world, () =>
        world.edgit.setEnvironmentLightweight(COMPONENT, 'production', 'HEAD^{tree}'),
      )
      expect(found.decision).toBe('refused')
      expect(world.repository.deployments).toStrictEqual([])
    }),
  )
})

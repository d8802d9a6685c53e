import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, jest } from '@jest/globals'
import { cancelAction } from '../../testing/runner/cancel-action.ts'
import { deliverTagPushes } from '../../testing/runner/deliver-tag-pushes.ts'
import { EXTRACTION, inRestoreWorld, type RestoreWorld, ROUTER } from './restore-world.ts'
import { UNWATCHED } from './world.ts'

jest.setTimeout(120_000)

async function withTags(world: RestoreWorld): Promise<void> {
  for (const component of [EXTRACTION, ROUTER]) {
    await world.version(component, 'v1.0.0')
    await world.version(component, 'v1.1.0')
    await world.set(component, 'production', 'v1.1.0')
  }
}

/** What the world's guards watch with. */
const watched = ({ inputs }: RestoreWorld): Record<string, string> => {
  const { metric = '', 'metric-url': url = '', errors = '', total = '', threshold = '' } = inputs
  return {
    ...{ metric, 'metric-url': url, errors, total, threshold, settle: '0s', interval: '1s', 'ignore-blips': '0s' },
    ...{ 'min-duration': '2s', duration: '4s', 'verify-duration': '2s' },
  }
}

describe('after the deploys', () => {
  it(
    'seed 0, row 8: all are watched; healthy is known good from then on',
    inRestoreWorld(async (world) => {
      await withTags(world)
      const result = await world.restore({ component: '*', to: 'v1.0.0', ...watched(world) })
      expect(result.outputs).toMatchObject({ decision: 'restored', reason: 'healthy', restored: '2' })
      expect(JSON.parse(result.outputs.result ?? '').components).toMatchObject([
        { verdict: 'healthy' },
        { verdict: 'healthy' },
      ])
      expect(result.summary).toContain('healthy: ')
    }),
  )

  it(
    'seed 0, row 32: the issue persists, so the cause is elsewhere: that is said, and nothing is moved again',
    inRestoreWorld(async (world) => {
      await withTags(world)
      world.service.faults.errors = 60
      const result = await world.restore({ component: 'extraction', to: 'v1.0.0', ...watched(world) })
      expect(result.outputs).toMatchObject({ decision: 'held', reason: 'not-the-deploy', restored: '1' })
      expect(result.exitCode).toBe(4)
      expect(await world.versionOf(EXTRACTION)).toBe('v1.0.0')
    }),
  )
})

describe('other runs', () => {
  it(
    'a deploy of a guard in progress is waited for: what is served in the end is what the tag says',
    inRestoreWorld(async (world) => {
      await world.version(EXTRACTION, 'v1.0.0')
      await world.version(EXTRACTION, 'v1.1.0')
      const push = await world.pushOf(() => world.set(EXTRACTION, 'production', 'v1.1.0'))
      let restored: Promise<Awaited<ReturnType<RestoreWorld['restore']>>> | undefined
      const slow = { 'deploy-command': `sleep 6\n${world.followed['deploy-command']}`, 'deploy-timeout': '20s' }
      const guard = await world.run(push, {
        inputs: { ...world.followed, ...watched(world), ...slow },
        onLine: (line) => {
          if (restored === undefined && line.includes('Deploy v1.1.0'))
            restored = world.restore({ component: 'extraction', to: 'v1.0.0', 'deploy-timeout': '20s' })
        },
      })
      const result = await restored
      expect(guard.outputs).toMatchObject({ decision: 'stood-down' })
      expect(result?.outputs.decision).toBe('restored')
      expect(result?.log).toContain('Wait for the deploy of v1.1.0 by ')
      expect(world.deploys()).toStrictEqual([
        'extraction v1.1.0 production move',
        'extraction v1.0.0 production restore',
      ])
      expect(world.served(EXTRACTION)).toBe('v1.0.0')
    }),
  )

  it(
    'the push event of our own move, made with the token of an App, is recognised and deploys nothing',
    inRestoreWorld(
      async (world) => {
        await world.version(EXTRACTION, 'v1.0.0')
        await world.version(EXTRACTION, 'v1.1.0')
        await world.move(EXTRACTION, 'production', 'v1.0.0')
        await world.move(EXTRACTION, 'production', 'v1.1.0')
        const guards: (string | undefined)[] = []
        const delivery = deliverTagPushes(world.github, world.repository.fullName, async (push) => {
          const guard = await world.run(push, { inputs: { ...UNWATCHED, ...world.followed } })
          guards.push(guard.outputs.reason)
        })
        const result = await world.restore({ component: 'extraction', to: 'previous' })
        await delivery.idle()
        delivery.stop()
        expect(result.outputs.decision).toBe('restored')
        expect(guards).toHaveLength(1)
        expect(['guarded-elsewhere', 'already-deployed']).toContain(guards[0])
        expect(world.deploys().filter((line) => line.includes('v1.0.0'))).toStrictEqual([
          'extraction v1.0.0 production move',
          'extraction v1.0.0 production restore',
        ])
      },
      { token: { kind: 'app', login: 'tagback[bot]' } },
    ),
  )

  it(
    'a cancelled run ends its deploy, says what is left, and the same again finishes it',
    inRestoreWorld(async (world) => {
      await withTags(world)
      const wish = { environment: 'production', component: '*', to: 'v1.0.0' }
      let cancel: Promise<void> | undefined
      const slow = { 'deploy-command': `sleep 30\n${world.followed['deploy-command']}`, 'deploy-timeout': '40s' }
      const started = world.start(
        { ...wish, ...slow },
        {
          onLine: (line) => {
            if (line.includes(`Deploy ${ROUTER}`)) cancel ??= sleep(500).then(() => cancelAction(started.process))
          },
        },
      )
      const result = await started.done
      await cancel
      expect(result.outputs).toMatchObject({ decision: 'held', reason: 'cancelled', restored: '0', failed: '2' })
      expect(world.deploys()).toStrictEqual([])
      const again = await world.restore(wish)
      expect(again.outputs).toMatchObject({ decision: 'restored', restored: '2' })
    }),
  )
})

it(
  'thirty components cost as many reads as one: tags, records, the right to push, one fetch of all files',
  inRestoreWorld(async (world) => {
    const names = Array.from({ length: 30 }, (_, index) => `p${String(index).padStart(2, '0')}`)
    const files = (version: string) => Object.fromEntries(names.map((name) => [`prompts/${name}.md`, `${version}\n`]))
    for (const version of ['v1.0.0', 'v1.1.0']) {
      await world.edgit.commit(files(version), version, world.date())
      for (const name of names) await world.edgit.createVersion(`components/prompts/${name}`, version, world.date())
    }
    for (const name of names)
      await world.edgit.setEnvironmentToVersionObject(`components/prompts/${name}`, 'production', 'v1.1.0')
    await world.push('main', '--tags')
    world.github.clearRequests()
    const plan = await world.restore({ component: 'prompts/*', to: 'v1.0.0', 'dry-run': 'true' })
    expect(plan.outputs).toMatchObject({ decision: 'planned', planned: '30' })
    expect(world.operations().toSorted()).toStrictEqual([
      ...['TagbackLedgers', 'TagbackWorkflows', 'TagbackWorkflowsOf', 'git-upload-pack', 'git-upload-pack'],
      ...['info/refs', 'info/refs'],
    ])
    world.github.clearRequests()
    const result = await world.restore({ component: 'prompts/*', to: 'v1.0.0' })
    expect(result.outputs).toMatchObject({ decision: 'restored', restored: '30' })
    const counts = new Map<string, number>()
    for (const name of world.operations()) counts.set(name, (counts.get(name) ?? 0) + 1)
    expect(Object.fromEntries(counts)).toMatchObject({
      TagbackMove: 1,
      '/repos/{owner}/{repo}/issues': 1,
      TagbackLedgers: 2,
      '/repos/{owner}/{repo}/deployments': 30,
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses': 30,
    })
  }),
)

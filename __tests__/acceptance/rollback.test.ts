import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import type { Fault } from '../../testing/github/faults.ts'
import { git } from '../../testing/github/run-git.ts'
import { inWorld, withVersions } from './in-world.ts'
import { UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

/** A release that cannot be deployed: the shortest way into a rollback. */
async function withBroken(world: World): Promise<{ good: string | undefined }> {
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 0)
  await world.release('v1.2.0', 0, { broken: 'yes' })
  await world.moveProduction('v1.0.0')
  await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
  return { good: await world.production() }
}
const UPDATE = { operation: 'TagbackMove' }
const isUpdate = (fault: Fault, times?: number) => ({ match: UPDATE, fault, ...(times === undefined ? {} : { times }) })

describe('invariant 3: rollback = move the tag, then redeploy, then verify', () => {
  it.concurrent(
    'a failed deploy is rolled back: tag, service, records and exit code say the same',
    inWorld(async (world) => {
      const { good } = await withBroken(world)
      const result = await world.run(await world.moveProduction('v1.2.0'), { inputs: UNWATCHED })
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'rolled-back', reason: 'deploy-failed', tag: 'moved-back' },
      })
      expect(result.outputs.sentence).toContain('exit code 7')
      expect(await world.production()).toBe(good)
      expect(world.service.deploys().slice(-1)).toStrictEqual(['v1.1.0 for rollback'])
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
    }),
  )

  it.concurrent(
    'a deploy that hangs is killed with all that it started, and rolled back',
    inWorld(async (world) => {
      const { good } = await withBroken(world)
      const hanging = `if [ -e broken ]; then (sleep 300 & echo $! > "$SERVICE/child"; wait); fi\n${world.inputs['deploy-command']}`
      const inputs = { ...UNWATCHED, 'deploy-command': hanging, 'deploy-timeout': '1s' }
      const result = await world.run(await world.moveProduction('v1.2.0'), { inputs })
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', reason: 'deploy-timed-out' } })
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.service.leftBehind('child')).toBe(false)
    }),
  )

  it.concurrent.each<[string, (world: World) => void, string]>([
    [
      'an answer that is lost after the tag moved',
      (world) => world.github.inject(isUpdate({ kind: 'drop-after' }, 1)),
      'TagbackMove',
    ],
    [
      'a connection that is cut before',
      (world) => world.github.inject(isUpdate({ kind: 'drop-before' })),
      'git-receive-pack',
    ],
    [
      '502 for every move by the API',
      (world) => world.github.inject(isUpdate({ kind: 'status', status: 502 })),
      'git-receive-pack',
    ],
    [
      '429 for every move by the API',
      (world) => world.github.inject(isUpdate({ kind: 'status', status: 429 })),
      'git-receive-pack',
    ],
    [
      'an API that is away altogether once the deploy has failed',
      (world) => {
        const away = {
          match: ({ kind }: { kind: string }) => kind !== 'git',
          fault: { kind: 'status', status: 503 },
        } as const
        world.github.inject(isUpdate({ kind: 'first', run: async () => void world.github.inject(away) }, 1))
        world.github.inject(isUpdate({ kind: 'status', status: 503 }))
      },
      'git-receive-pack',
    ],
  ])('%s does not keep the tag from being moved back', (_name, fault, by) =>
    inWorld(async (world) => {
      const { good } = await withBroken(world)
      const push = await world.moveProduction('v1.2.0')
      fault(world)
      world.github.clearRequests()
      const result = await world.run(push, { inputs: UNWATCHED })
      expect(result.outputs).toMatchObject({ decision: 'rolled-back', tag: 'moved-back', reason: 'deploy-failed' })
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.writes()).toContain(by)
    })(),
  )

  it.concurrent(
    'a move that a ruleset refuses: service is restored, the run fails, and the printed command finishes the job',
    inWorld(async (world) => {
      const { good } = await withBroken(world)
      const push = await world.moveProduction('v1.2.0')
      const bad = await world.production()
      world.repository.protect('refs/tags/components/**', { bypass: ['ada', 'grace'] })
      const result = await world.run(push, { inputs: UNWATCHED })
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'held', reason: 'move-refused', tag: 'not-moved-back' },
      })
      expect(world.service.served()).toBe('v1.1.0')
      expect(await world.production()).toBe(bad)

      const [command = ''] = (JSON.parse(result.outputs.result ?? '') as { nextSteps: string[] }).nextSteps
      expect(result.log).toContain(`Left to do: ${command}`)
      expect(result.summary).toContain(command)
      const clone = await world.cloneOf('grace')
      await git(clone.workTree, ['remote', 'set-url', 'origin', clone.remote])
      await world.shell(clone.workTree, command)
      expect(await world.production()).toBe(good)
      // Somebody else was faster: the command must not undo that.
      const moved = await world.moveProduction('v1.0.0')
      await expect(world.shell(clone.workTree, command)).rejects.toThrow(/stale info|rejected/)
      expect(await world.production()).toBe(moved.event.payload.after)
    }),
  )

  it.concurrent(
    'after a refused move back a re-run only moves the tag, and deploys the bad version no second time',
    inWorld(async (world) => {
      const { good } = await withBroken(world)
      const push = await world.moveProduction('v1.2.0')
      world.repository.protect('refs/tags/components/**', { bypass: ['ada', 'tagback[bot]'] })
      await world.run(push, { inputs: UNWATCHED, runId: 900 })
      const deploys = world.service.deploys()
      const allowed = world.github.createToken({
        kind: 'app',
        permissions: { contents: 'write', deployments: 'write' },
      })
      const again = await world.run(push, { inputs: UNWATCHED, runId: 900, runAttempt: 2, token: allowed })
      expect(again.outputs).toMatchObject({ decision: 'rolled-back', reason: 'unfinished-move', tag: 'moved-back' })
      expect(await world.production()).toBe(good)
      expect(world.service.deploys()).toStrictEqual(deploys)
    }),
  )

  it.concurrent(
    'GITHUB_TOKEN and changed workflow files: said when arming, refused when asked to, held when GitHub refuses the move',
    inWorld(async (world) => {
      const workflow = (text: string) => ({ '.github/workflows/deploy.yml': `name: ${text}\n` })
      await world.release('v1.0.0', 0, workflow('one'))
      await world.moveProduction('v1.0.0')
      await world.run(await world.pushOf(() => world.setAgain('v1.0.0')), { inputs: UNWATCHED })
      await world.release('v1.1.0', 0, { ...workflow('two'), broken: 'yes' })
      const push = await world.moveProduction('v1.1.0')
      const bad = await world.production()
      const before = world.service.deploys()
      const refused = await world.run(push, { inputs: { ...UNWATCHED, 'require-armed': 'refuse' } })
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'unarmed' } })
      expect(refused.outputs.sentence).toContain('deploy.yml')
      expect(world.service.deploys()).toStrictEqual(before)

      // A deploy that got through, so that there is something to restore.
      const result = await world.run(push, { inputs: UNWATCHED })
      const warnings = result.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
      expect(warnings[0]).toMatch(/Not armed: .*GITHUB_TOKEN.*deploy\.yml/)
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'held', reason: 'move-refused', tag: 'not-moved-back' },
      })
      expect(await world.production()).toBe(bad)
      expect(world.service.served()).toBe('v1.0.0')
    }),
  )
})

describe('invariant 4: a rollback is verified', () => {
  it.concurrent(
    'an error rate that stays high after the rollback: not the deploy, with the other moves of late, and no further back',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const other = 'components/prompts/summary'
      await world.edgit.createVersion(other, 'v3.0.0', world.date())
      await world.push(`refs/tags/${other}/v3.0.0`)
      await world.run(await world.move('production', 'v3.0.0', other), { inputs: { ...UNWATCHED, 'verify-url': '' } })
      const push = await world.moveProduction('v1.2.0')
      world.service.faults.errors = 40
      const result = await world.run(push)
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'rolled-back', reason: 'not-the-deploy', tag: 'moved-back' },
      })
      expect(result.outputs.sentence).toContain('the deploy was not the cause')
      expect(world.service.served()).toBe('v1.1.0')
      const { recentMoves } = JSON.parse(result.outputs.result ?? '') as {
        recentMoves: { component: string; to: string }[]
      }
      expect(recentMoves).toMatchObject([{ component: other, to: 'v3.0.0' }])
      expect(result.summary).toContain('What else moved lately')
      expect(world.records().filter((record) => record.startsWith('Rollback'))).toHaveLength(1)
    }),
  )

  it.concurrent(
    'a redeploy that fails twice is held and said, and the tag is where it should be',
    inWorld(async (world) => {
      const { good } = await withBroken(world)
      const command = 'echo "$TAGBACK_VERSION for $TAGBACK_REASON" >> "$SERVICE/deploys"; exit 3'
      const result = await world.run(await world.moveProduction('v1.2.0'), {
        inputs: { ...UNWATCHED, 'deploy-command': command },
      })
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'held', reason: 'redeploy-failed', tag: 'moved-back' },
      })
      expect(world.service.deploys().slice(-3)).toStrictEqual([
        'v1.2.0 for move',
        'v1.1.0 for rollback',
        'v1.1.0 for rollback',
      ])
      expect(await world.production()).toBe(good)
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: error', 'Rollback to v1.1.0: error'])
    }),
  )

  it.concurrent(
    'another version that is served: rolled back, and held when that is not served either',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const push = await world.moveProduction('v1.2.0')
      world.service.faults.versionOf = 'v0.9.0'
      const result = await world.run(push, { inputs: { 'deploy-timeout': '1s' } })
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'held', reason: 'rollback-not-served', tag: 'moved-back' },
      })
      expect(result.outputs.sentence).toContain('v0.9.0 is served')
    }),
  )
})

describe('invariant 5: never to a bad version', () => {
  it.concurrent(
    'a first deploy has nothing to go back to: deployed, said to be unarmed, and a breach is held, never a pretended rollback',
    inWorld(async (world) => {
      await world.release('v1.0.0', 30)
      await world.release('v1.1.0', 30)
      const first = await world.moveProduction('v1.0.0')
      const refused = await world.run(first, { inputs: { 'require-armed': 'refuse' } })
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'unarmed' } })
      expect(world.records()).toStrictEqual([])
      const result = await world.run(first)
      expect(result.annotations[0]).toMatchObject({ level: 'warning', message: expect.stringContaining('Not armed') })
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'held', reason: 'no-target', tag: 'as-pushed', 'target-version': '' },
      })
      expect(await world.production()).toBe(first.event.payload.after)
      expect(world.service.deploys()).toStrictEqual(['v1.0.0 for move'])
      expect(world.records()).toStrictEqual(['Deploy v1.0.0: error'])

      // What was judged bad is no target for the next one either.
      const second = await world.run(await world.moveProduction('v1.1.0'))
      expect(second).toMatchObject({ exitCode: 1, outputs: { decision: 'held', reason: 'no-target' } })
      expect(world.service.deploys().slice(1)).toStrictEqual(['v1.1.0 for move'])
    }),
  )

  it.concurrent(
    'a release whose files lead out of it is never deployed, nor gone back to',
    inWorld(async (world) => {
      await withVersions(world)
      await world.link('escape', '/etc/passwd')
      await world.release('v1.3.0', 0)
      const refused = await world.run(await world.moveProduction('v1.3.0'))
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'release-unreadable' } })
      expect(refused.outputs.sentence).toContain('"escape"')
      expect(world.records()).toStrictEqual([])
      rmSync(join(world.edgit.workTree, 'escape'))
      await world.release('v1.4.0', 30)
      const unarmed = await world.run(await world.moveProduction('v1.4.0'))
      expect(unarmed.outputs).toMatchObject({ decision: 'held', reason: 'no-target' })
      expect(unarmed.annotations[0]?.message).toContain('the files of v1.3.0 cannot be read')
    }),
  )
})

describe('invariant 8: the records of GitHub that cannot be written', () => {
  it.concurrent.each<[string, Fault]>([
    ['is refused', { kind: 'status', status: 403, body: '{"message":"Resource not accessible by integration"}' }],
    ['is answered with 500', { kind: 'status', status: 500 }],
    ['is cut off', { kind: 'drop-before' }],
    ['is cut off after it was written', { kind: 'drop-after' }],
  ])('a record that %s: nothing is deployed', (how, fault) =>
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      world.github.inject({ match: { method: 'POST', route: '/repos/{owner}/{repo}/deployments' }, fault, times: 1 })
      const result = await world.run(push, { inputs: UNWATCHED, runId: 70 })
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'refused', reason: 'record-not-written', tag: 'as-pushed' },
      })
      expect(world.service.deploys()).toStrictEqual([])
      expect(world.records()).toHaveLength(how.endsWith('written') ? 1 : 0)
      const again = await world.run(push, { inputs: UNWATCHED, runId: 70, runAttempt: 2 })
      expect(again.outputs).toMatchObject({ decision: 'kept', version: 'v1.1.0' })
    })(),
  )

  it.concurrent(
    'statuses that cannot be written are warnings; what was decided stands',
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      const route = '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
      world.github.inject({ match: { method: 'POST', route }, fault: { kind: 'status', status: 502 } })
      const result = await world.run(push, { inputs: UNWATCHED })
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'unwatched' } })
      const warnings = result.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
      expect(warnings).toContainEqual(expect.stringContaining('could not be closed'))
      expect(world.records()).toStrictEqual(['Deploy v1.1.0: pending'])
    }),
  )
})

it.concurrent(
  'deploy: none with a runtime that takes what the tag says: the tag is all that is moved, and that is verified',
  inWorld(async (world) => {
    await withVersions(world)
    const stop = world.pullRuntime()
    const inputs = { 'deploy-command': '', deploy: 'none' }
    const kept = await world.run(await world.moveProduction('v1.1.0'), { inputs })
    expect(kept.outputs).toMatchObject({ decision: 'kept', reason: 'healthy' })
    const bad = await world.run(await world.moveProduction('v1.2.0'), { inputs })
    expect(bad.outputs).toMatchObject({ decision: 'rolled-back', tag: 'moved-back', 'target-version': 'v1.1.0' })
    expect(world.service.served()).toBe('v1.1.0')
    await stop()
  }),
)

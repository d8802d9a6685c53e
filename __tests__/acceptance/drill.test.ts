import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { type DrillWorld, inDrillWorld } from './drill-world.ts'
import { runReconcile } from './reconcile-runner.ts'
import { startWebhook } from './webhook.ts'

jest.setTimeout(90_000)

const WORKFLOW = '.github/workflows/ci.yml'

/** Whatever becomes of a drill: production is as it was, and nothing of the drill is left. */
async function andNothingIsLeft(world: DrillWorld, test: () => Promise<unknown>): Promise<void> {
  const tag = await world.production()
  const ofProduction = () =>
    world.repository.deployments.filter(({ environment }) => environment.startsWith('production/')).length
  const records = ofProduction()
  await test()
  expect(await world.production()).toBe(tag)
  expect(world.arms.served('production')).toBe('v1.1.0')
  expect(ofProduction()).toBe(records)
  expect(await world.left()).toStrictEqual({ tag: undefined, open: 0 })
}

describe('a drill', () => {
  it.concurrent(
    'goes the whole way with injected figures, passes, and says that detection was simulated; the next shows the trend',
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const first = await world.drill()
        expect(first).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'drill-passed' } })
        expect(Number(first.outputs.seconds)).toBeGreaterThan(0)
        const { figures, checks, detectionSimulated } = first.result
        expect(Object.keys(figures?.phases ?? {})).toStrictEqual([
          ...['arm', 'deploy', 'detect', 'move-back', 'redeploy', 'verify', 'recover'],
        ])
        expect(detectionSimulated).toBe(true)
        expect(checks.map(({ name, state }) => `${name} ${state}`)).toStrictEqual([
          ...['previous-version passed', 'token passed', 'tag-rights passed', 'untouched passed'],
        ])
        expect(first.summary).toContain('Detection was simulated')
        expect(world.arms.served('production-drill')).toBe('v1.1.0')
        const second = await world.drill()
        expect(second.result.earlier).toMatchObject([{ reason: 'drill-passed' }])
        expect(second).toMatchObject({ exitCode: 0, outputs: { reason: 'drill-passed' } })
      }),
    ),
  )

  it.concurrent(
    'with a fault that is really there finds it in the metric',
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const command = 'echo "errors: 60%" > "$SERVICE/$TAGBACK_ENVIRONMENT/prompt.md"'
        const result = await world.drill({ inputs: { 'fault-command': command } })
        expect(result).toMatchObject({ exitCode: 0, outputs: { reason: 'drill-passed' } })
        expect(result.result.detectionSimulated).toBe(false)
      }),
    ),
  )

  it.concurrent(
    'finds out a version that is named as bad, and fails for one that is not, with an incident that the next one closes',
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const healthy = await world.drill({ inputs: { 'bad-version': 'v1.0.0' } })
        expect(healthy).toMatchObject({ exitCode: 1, outputs: { decision: 'held', reason: 'drill-failed' } })
        expect(healthy.outputs.sentence).toContain('Nothing was rolled back. kept (healthy)')
        expect(healthy.outputs.incident).toMatch(/\/issues\/\d+$/)
        const bad = await world.drill({ inputs: { 'bad-version': 'v1.2.0' } })
        expect(bad).toMatchObject({ exitCode: 0, outputs: { reason: 'drill-passed' } })
        expect(world.repository.issues.map(({ state }) => state)).toStrictEqual(['closed'])
      }),
    ),
  )

  it.concurrent(
    'fails over budget, when its fault cannot be made, and when it cannot be cleaned up',
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const slow = await world.drill({ inputs: { budget: '1s', 'clean-command': 'true' } })
        expect(slow).toMatchObject({ exitCode: 1, outputs: { decision: 'held', reason: 'over-budget' } })
        const unmade = await world.drill({ inputs: { 'fault-command': 'echo no such host >&2; exit 3' } })
        expect(unmade).toMatchObject({ exitCode: 1, outputs: { reason: 'drill-failed' } })
        expect(unmade.outputs.sentence).toContain('no such host')
        expect(unmade.result.detectionSimulated).toBe(true)
        expect(world.arms.served('production-drill')).toBe('v1.1.0')
        const unclean = await world.drill({ inputs: { 'clean-command': 'exit 4' } })
        expect(unclean).toMatchObject({ exitCode: 1, outputs: { reason: 'drill-unclean' } })
      }),
    ),
  )

  it.concurrent(
    'fails when the deploy command goes by something else than the environment, and production pays for it',
    inDrillWorld(async (world) => {
      const everywhere =
        'for env in production production-drill; do echo "$TAGBACK_VERSION" > "$SERVICE/$env/version"; done'
      const result = await world.drill({
        inputs: {
          'deploy-command': `${everywhere}\nif [ "$TAGBACK_REASON" = rollback ]; then echo v0 > "$SERVICE/production/version"; fi`,
        },
      })
      expect(result).toMatchObject({ exitCode: 1, outputs: { reason: 'drill-failed' } })
      expect(result.outputs.sentence).toContain('does the deploy command go by TAGBACK_ENVIRONMENT?')
    }),
  )

  it.concurrent(
    'finds out that this very token may not move the tag to a commit with other workflow files',
    inDrillWorld(
      (world) =>
        andNothingIsLeft(world, async () => {
          const result = await world.drill()
          expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'held', reason: 'drill-failed' } })
          expect(result.result.checks).toContainEqual({
            ...{ name: 'tag-rights', state: 'failed' },
            detail: expect.stringContaining('The tag could not be moved'),
          })
          expect(result.outputs.incident).toMatch(/\/issues\/\d+$/)
        }),
      { files: { 'v1.0.0': { [WORKFLOW]: 'on: push\n' }, 'v1.1.0': { [WORKFLOW]: 'on: release\n' } } },
    ),
  )

  it.concurrent(
    'finds out that a version can no longer be put on disk: the oldest one, or the one to leave',
    inDrillWorld(
      (world) =>
        andNothingIsLeft(world, async () => {
          const unreadable = { state: 'failed', detail: expect.stringContaining('cannot be put on disk') }
          const old = await world.drill()
          expect(old).toMatchObject({ exitCode: 1, outputs: { reason: 'drill-failed' } })
          expect(old.result.checks).toContainEqual({ name: 'oldest-version', ...unreadable })
          expect(old.outputs.seconds).not.toBe('')
          const own = await world.drill({ inputs: { 'bad-version': 'v0.9.0' } })
          expect(own).toMatchObject({ exitCode: 1, outputs: { reason: 'drill-failed' } })
          expect(own.result.checks).toContainEqual({ name: 'previous-version', ...unreadable })
        }),
      {
        before: async (world) => {
          world.link('outside', '/etc/hostname')
          await world.release('v0.9.0', 0)
          rmSync(join(world.edgit.workTree, 'outside'))
        },
      },
    ),
  )

  it.concurrent(
    'sends a test message where that is wanted, and fails when it reaches nobody',
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const webhook = await startWebhook()
        try {
          const inputs = { notify: 'true', 'bad-version': 'v1.2.0' }
          const reached = await world.drill({ inputs: { ...inputs, 'notify-webhook': webhook.url } })
          expect(reached).toMatchObject({ exitCode: 0, outputs: { reason: 'drill-passed' } })
          expect(reached.result.checks).toContainEqual(expect.objectContaining({ name: 'webhook', state: 'passed' }))
          expect(reached.result.checks).toContainEqual(
            expect.objectContaining({ name: 'oldest-version', state: 'passed' }),
          )
          expect(webhook.received).toMatchObject([
            { body: expect.stringContaining('A test: the rollback of production') },
          ])
          const nobody = await world.drill({ inputs })
          expect(nobody).toMatchObject({ exitCode: 1, outputs: { reason: 'drill-failed' } })
          expect(nobody.outputs.sentence).toContain('Nobody can be reached: notify-webhook is not set')
        } finally {
          await webhook.close()
        }
      }),
    ),
  )

  it.concurrent(
    'touches nothing that is not marked for drills',
    inDrillWorld(
      (world) =>
        andNothingIsLeft(world, async () => {
          const result = await world.drill()
          expect(result).toMatchObject({
            exitCode: 1,
            outputs: { decision: 'refused', reason: 'not-a-drill-environment' },
          })
          const same = await world.drill({ inputs: { 'drill-environment': 'production' } })
          expect(same).toMatchObject({ exitCode: 1, outputs: { reason: 'not-a-drill-environment' } })
          expect(world.arms.served('production-drill')).toBe('')
        }),
      { marked: false },
    ),
  )

  it.concurrent.each([
    'Deploy v1.1.0 to production-drill',
    'Deploy v1.0.0 to production-drill',
    'Watch v1.0.0',
    'Roll back to',
  ])('that is killed at "%s" is removed by the next one', (killAt) =>
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const killed = await world.drill({ killAt })
        expect(killed.signal).toBe('SIGKILL')
        const next = await world.drill()
        expect(next.outputs.sentence).toContain('The rollback worked')
        expect(next.result.warnings.join()).toContain('An earlier drill left something')
      }),
    )(),
  )

  it.concurrent(
    'that is killed is left alone by a reconcile while it could be at work, and removed by a later one',
    inDrillWorld(
      (world) =>
        andNothingIsLeft(world, async () => {
          await world.drill({ killAt: 'Watch v1.0.0' })
          const inputs = { environments: 'production-drill' }
          // A deploy may take as long as that, so that the run is not lost yet.
          const early = await runReconcile(world, { inputs: { ...inputs, 'deploy-timeout': '3h' } })
          expect(early).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
          expect((await world.left()).open).toBe(1)
          const late = await runReconcile(world, { inputs })
          expect(late).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
          expect(late.result.drifts).toMatchObject([{ drift: 'left-by-drill', status: 'repaired', guarded: null }])
          // Nothing was deployed: what the drill left is there still.
          expect(world.arms.served('production-drill')).toBe('v1.0.0')
        }),
      { began: Date.now() - 3 * 3_600_000 },
    ),
  )

  it.concurrent(
    'is none of a guard: a push of its tag deploys nothing',
    inDrillWorld((world) =>
      andNothingIsLeft(world, async () => {
        const push = await world.move('production-drill', 'v1.2.0')
        const result = await world.run(push)
        expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'no-op', reason: 'drill-environment' } })
        expect(world.arms.served('production-drill')).toBe('')
        // A tag that is in the way goes, as the mark says.
        expect(await world.drill()).toMatchObject({ exitCode: 0, outputs: { reason: 'drill-passed' } })
      }),
    ),
  )
})

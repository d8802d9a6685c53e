import { describe, expect, it, jest } from '@jest/globals'
import { interrupt } from './cancel-in-world.ts'
import { inWorld, withVersions } from './in-world.ts'
import { UNWATCHED, type World } from './world.ts'

jest.setTimeout(120_000)

/** Healthy in every version, and watched for longer than any test takes. */
const LONG = { 'min-duration': '50s', duration: '60s' }
const SLOW_DEPLOY = (world: World) => ({
  'deploy-command': `${world.inputs['deploy-command']}
    if [ "$TAGBACK_VERSION" = v1.2.0 ]; then echo deploying; echo $$ > "$SERVICE/pid"; sleep 30; fi`,
  'deploy-timeout': '40s',
})

/** v1.1.0 is known good and served; gives the push of v1.2.0. */
const onItsWay = async (world: World) => {
  await withVersions(world)
  await world.run(await world.moveProduction('v1.1.0'))
  const good = await world.production()
  world.service.faults.errors = 0
  return { good, push: await world.moveProduction('v1.2.0') }
}

describe('invariant 8: cancelled', () => {
  it.concurrent(
    'in the watch: main moves the tag back and ends, the post step deploys and closes both records',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      const { main, post } = await interrupt(world, push, { how: 'cancel', line: 'Watch v1.2.0', inputs: LONG })
      expect(main).toMatchObject({ exitCode: 1, signal: null, outputs: { reason: 'unfinished', tag: 'moved-back' } })
      expect(post).toMatchObject({ exitCode: 1 })
      expect(post.summary).toContain('rolled back from v1.2.0 to v1.1.0')
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
    }),
  )

  it.concurrent(
    'in the deploy: its processes are ended, and the release before is served again',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      const inputs = { ...LONG, ...SLOW_DEPLOY(world) }
      const { main } = await interrupt(world, push, { how: 'cancel', line: 'deploying', inputs })
      expect(main).toMatchObject({ signal: null, outputs: { reason: 'unfinished' } })
      expect(world.service.leftBehind('pid')).toBe(false)
      expect(await world.production()).toBe(good)
      expect(world.service.deploys().slice(-1)).toStrictEqual(['v1.1.0 for rollback'])
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
    }),
  )

  it.concurrent(
    'in the rollback: the post step finishes it',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      world.service.faults.errors = null
      const slow = `if [ "$TAGBACK_REASON" = rollback ] && [ ! -e "$SERVICE/once" ]; then touch "$SERVICE/once"; echo again; sleep 30; fi`
      const inputs = { 'deploy-command': `${slow}\n${world.inputs['deploy-command']}`, 'deploy-timeout': '40s' }
      const { main, post } = await interrupt(world, push, { how: 'cancel', line: 'again', inputs })
      expect(main).toMatchObject({ signal: null, outputs: { reason: 'unfinished', tag: 'moved-back' } })
      expect(post.summary).toContain('above-threshold')
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
    }),
  )

  it.concurrent.each([
    ['keep', 'Deploy v1.2.0: success', 'v1.2.0'],
    ['leave', 'Deploy v1.2.0: error', 'v1.2.0'],
  ])(
    'in the watch, on-cancel %s: main ends it, the post step says nothing and asks nothing',
    (policy, record, served) =>
      inWorld(async (world) => {
        const { push } = await onItsWay(world)
        const moved = await world.production()
        const inputs = { ...LONG, 'on-cancel': policy }
        const { main, post } = await interrupt(world, push, { how: 'cancel', line: 'Watch v1.2.0', inputs })
        expect(main.outputs.reason).toBe('cancelled')
        expect(post).toMatchObject({ exitCode: 0, log: '', summary: '' })
        expect(await world.production()).toBe(moved)
        expect(world.service.served()).toBe(served)
        expect(world.records().at(-1)).toBe(record)
      })(),
  )

  it.concurrent(
    'a run that was not cancelled leaves nothing to the post step, which makes no request',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const push = await world.moveProduction('v1.0.0')
      const main = await world.run(push, { inputs: UNWATCHED })
      const before = world.github.requests.length
      const post = await world.run(push, { inputs: UNWATCHED, stage: 'post', state: main.state })
      expect(post).toMatchObject({ exitCode: 0, log: '', summary: '' })
      expect(world.github.requests).toHaveLength(before)
    }),
  )
})

describe('invariant 8: killed', () => {
  it.concurrent.each([
    ['in the deploy', 'deploying', 'Deploy v1.2.0: failure'],
    ['in the watch', 'Watch v1.2.0', 'Deploy v1.2.0: failure'],
  ])('%s: the post step does what the policy says', (_when, line, record) =>
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      const inputs = { ...LONG, ...(line === 'deploying' ? SLOW_DEPLOY(world) : {}) }
      const { main, post } = await interrupt(world, push, { how: 'kill', line, inputs })
      expect(main.signal).toBe('SIGKILL')
      if (line === 'deploying') expect(world.service.leftBehind('pid')).toBe(false)
      expect(post.summary).toContain('cancelled or lost')
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.records().slice(-2)).toStrictEqual([record, 'Rollback to v1.1.0: success'])
    })(),
  )

  it.concurrent(
    'in the redeploy: the post step deploys again, for the reason that main had',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      world.service.faults.errors = null
      const slow = `if [ "$TAGBACK_REASON" = rollback ] && [ ! -e "$SERVICE/once" ]; then touch "$SERVICE/once"; echo again; sleep 30; fi`
      const inputs = { 'deploy-command': `${slow}\n${world.inputs['deploy-command']}`, 'deploy-timeout': '40s' }
      const { post } = await interrupt(world, push, { how: 'kill', line: 'again', inputs })
      expect(post.summary).toContain('above-threshold')
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
    }),
  )

  it.concurrent(
    'in the watch after the rollback: the post step proves it, and deploys nothing twice',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      world.service.faults.errors = null
      const line = 'Watch v1.1.0 after the rollback'
      const { post } = await interrupt(world, push, { how: 'kill', line, inputs: {} })
      expect(post.summary).toContain('above-threshold')
      expect(await world.production()).toBe(good)
      expect(world.service.deploys().filter((deploy) => deploy === 'v1.1.0 for rollback')).toHaveLength(1)
      expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
    }),
  )

  it.concurrent(
    'while GitHub is away: the post step waits until it answers, and finishes',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      const kill = (line: string) => void (line.includes('Watch v1.2.0') && action.process.kill('SIGKILL'))
      const action = world.start(push, { inputs: LONG, runId: 900, onLine: kill })
      const { state } = await action.done
      world.github.inject({ match: { operation: 'TagbackGuard' }, fault: { kind: 'status', status: 503 }, times: 3 })
      const post = await world.start(push, { inputs: LONG, runId: 900, stage: 'post', state }).done
      expect(post.summary).toContain('cancelled or lost')
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.1.0'])
    }),
  )

  it.concurrent(
    'and the post step as well, while GitHub does not answer: says that the record stays open, and who finishes it',
    inWorld(async (world) => {
      const { push } = await onItsWay(world)
      let asked = (): void => undefined
      const cancelPost = new Promise<void>((resolve) => {
        asked = resolve
      })
      const run = () => {
        asked()
        return new Promise<void>((resolve) => setTimeout(resolve, 15_000))
      }
      const between = () =>
        void world.github.inject({ match: { operation: 'TagbackGuard' }, fault: { kind: 'first', run } })
      const { post } = await interrupt(world, push, {
        ...{ how: 'kill', line: 'Watch v1.2.0', inputs: LONG, between, cancelPost },
      })
      expect(post).toMatchObject({ exitCode: 1, signal: null })
      expect(post.log).toMatch(
        /not finished: the step was cancelled.*re-run of the job finishes it, or the next reconcile/,
      )
      expect(world.records().at(-1)).toBe('Deploy v1.2.0: in_progress')
    }),
  )

  it.concurrent(
    'a state that was forged is not believed: the policy decides, not what it says',
    inWorld(async (world) => {
      const { good, push } = await onItsWay(world)
      const ending = { decision: 'kept', reason: 'healthy', sentence: 'says the release' }
      const forged = JSON.stringify({ schema: 1, phase: 'closing', cause: null, ending })
      const forge = { run: `${'0'.repeat(64)} ${forged}` }
      const { post } = await interrupt(world, push, { how: 'kill', line: 'Watch v1.2.0', inputs: LONG, state: forge })
      expect(post.summary).toContain('cancelled or lost')
      expect(await world.production()).toBe(good)
      expect(world.records().at(-2)).toBe('Deploy v1.2.0: failure')
    }),
  )
})

import { describe, expect, it, jest } from '@jest/globals'
import { inWorld, withVersions } from './in-world.ts'
import { runReconcile, watched } from './reconcile-runner.ts'
import { COMPONENT, UNWATCHED, type World } from './world.ts'

jest.setTimeout(240_000)

const LONG = { 'min-duration': '30s', duration: '40s' }

/** v1.1.0 kept in production, then a guard of another release whose machine is gone at a line: no post step, no re-run. */
async function loseRunAt(world: World, line: string, inputs: Record<string, string> = {}): Promise<string | undefined> {
  await withVersions(world)
  const kept = await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
  expect(kept.outputs.decision).toBe('kept')
  const good = await world.production()
  const lost = world.start(await world.moveProduction('v1.2.0'), {
    inputs,
    onLine: (seen) => void (seen.includes(line) && lost.process.kill('SIGKILL')),
  })
  expect(await lost.done).toMatchObject({ signal: 'SIGKILL' })
  return good
}

/** A day goes by. */
function tomorrow({ repository }: World): void {
  const DAY = 86_400_000
  for (const record of repository.deployments) {
    record.createdAt = new Date(Date.parse(record.createdAt) - DAY).toISOString().replace('.000', '')
  }
}

/** A job that names this environment: GitHub deactivates what was deployed there before, unless told not to. */
async function deployElsewhere(world: World, environment: string): Promise<void> {
  const post = async (path: string, body: object): Promise<{ id: number }> => {
    const headers = { authorization: `token ${world.token}`, 'content-type': 'application/json' }
    const url = `${world.github.apiUrl}/repos/${world.repository.fullName}/deployments${path}`
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.status).toBe(201)
    return (await response.json()) as { id: number }
  }
  const { id } = await post('', { ref: 'main', environment, auto_merge: false, required_contexts: [] })
  await post(`/${id}/statuses`, { state: 'success' })
}

const openRecords = ({ repository }: World): number =>
  repository.deployments.filter(({ statuses }) => ['in_progress', undefined].includes(statuses.at(-1)?.state)).length

describe('a run that was lost', () => {
  it.concurrent(
    'in its watch: left alone until its deadline, then rolled back as the policy says',
    inWorld(async (world) => {
      const good = await loseRunAt(world, 'Watch v1.2.0', LONG)
      const early = await runReconcile(world, { inputs: LONG })
      expect(early).toMatchObject({ exitCode: 0, outputs: { drifted: '0', repaired: '0' } })
      expect(early.result.drifts).toMatchObject([{ drift: 'in-hand', status: 'left' }])
      expect(world.service.served()).toBe('v1.2.0')

      tomorrow(world)
      const reconciled = await runReconcile(world, { inputs: watched(world) })
      expect(reconciled).toMatchObject({ exitCode: 1, outputs: { drifted: '1', failed: '1' } })
      expect(reconciled.result.drifts).toMatchObject([
        { drift: 'lost-run', guarded: { decision: 'rolled-back', reason: 'cancelled' }, incident: expect.any(String) },
      ])
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(openRecords(world)).toBe(0)
      expect(world.repository.issues).toHaveLength(1)
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'in its watch, where on-cancel is keep: kept, and on record',
    inWorld(async (world) => {
      await loseRunAt(world, 'Watch v1.2.0', LONG)
      tomorrow(world)
      const reconciled = await runReconcile(world, { inputs: { 'on-cancel': 'keep' } })
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(world.service.served()).toBe('v1.2.0')
      expect(openRecords(world)).toBe(0)
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'right after it had moved the tag back: the release before is deployed',
    inWorld(async (world) => {
      const slow = `[ "$TAGBACK_REASON" != rollback ] || sleep 30\n${world.inputs['deploy-command']}`
      const good = await loseRunAt(world, 'Tag moved back', { 'deploy-command': slow, 'deploy-timeout': '1m' })
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.2.0'])
      tomorrow(world)
      const reconciled = await runReconcile(world)
      expect(reconciled.result.drifts).toMatchObject([{ drift: 'lost-run', guarded: { decision: 'rolled-back' } }])
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.1.0'])
      expect(openRecords(world)).toBe(0)
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'and then somebody moved the tag on: its record is closed, and the move is followed in the same run',
    inWorld(async (world) => {
      await loseRunAt(world, 'Watch v1.2.0', LONG)
      tomorrow(world)
      await world.release('v1.3.0', 0)
      await world.moveProduction('v1.3.0')
      const reconciled = await runReconcile(world)
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(reconciled.result.drifts).toMatchObject([{ drift: 'missed-move', guarded: { decision: 'kept' } }])
      expect(openRecords(world)).toBe(0)
      expect(world.service.served()).toBe('v1.3.0')
    }),
  )

  it.concurrent(
    'finished by two reconciles at once: one state in the end',
    inWorld(async (world) => {
      const good = await loseRunAt(world, 'Watch v1.2.0', LONG)
      tomorrow(world)
      await Promise.all([runReconcile(world), runReconcile(world)])
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.1.0'])
      expect(openRecords(world)).toBe(0)
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'that was a reconcile itself: the next one finishes what it had begun',
    inWorld(async (world) => {
      await withVersions(world)
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const good = await world.production()
      await world.moveProduction('v1.2.0')
      const killed = await runReconcile(world, { inputs: { ...watched(world), ...LONG }, killAt: 'Watch v1.2.0' })
      expect([killed.signal, world.service.served()]).toStrictEqual(['SIGKILL', 'v1.2.0'])
      expect((await runReconcile(world)).result.drifts).toMatchObject([{ drift: 'in-hand', status: 'left' }])
      tomorrow(world)
      expect((await runReconcile(world)).result.drifts).toMatchObject([{ drift: 'lost-run' }])
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.1.0'])
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'finished by a reconcile that was lost in the redeploy: the next one deploys what the tag says',
    inWorld(async (world) => {
      const good = await loseRunAt(world, 'Watch v1.2.0', LONG)
      tomorrow(world)
      const slow = `if [ "$TAGBACK_REASON" = rollback ]; then echo again; sleep 30; fi\n${world.inputs['deploy-command']}`
      const killed = await runReconcile(world, {
        inputs: { 'deploy-command': slow, 'deploy-timeout': '1m' },
        killAt: 'again',
      })
      expect(killed.signal).toBe('SIGKILL')
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.2.0'])
      tomorrow(world)
      const unasked = { 'verify-url': '' }
      const reconciled = await runReconcile(world, { inputs: unasked })
      expect(reconciled.result.drifts).toMatchObject([{ drift: 'lost-run', guarded: { decision: 'rolled-back' } }])
      expect([await world.production(), world.service.served()]).toStrictEqual([good, 'v1.1.0'])
      expect(openRecords(world)).toBe(0)
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'between the two writes of what it had found: closed, and found again',
    inWorld(async (world) => {
      await withVersions(world)
      const stop = world.github.inject({
        match: { route: '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses' },
        fault: { kind: 'status', status: 403 },
      })
      const first = await runReconcile(world, { inputs: { 'verify-url': '' } })
      expect(first).toMatchObject({ exitCode: 1, outputs: { failed: '1' } })
      stop()
      tomorrow(world)
      const second = await runReconcile(world, { inputs: { 'verify-url': '' } })
      expect(second).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(second.result.drifts).toMatchObject([{ component: COMPONENT, drift: 'lost-run' }])
      expect(world.records()).toStrictEqual(['Found v1.0.0: success'])
      expect(await runReconcile(world, { inputs: { 'verify-url': '' } })).toMatchObject({ outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'is not one whose record somebody else has deactivated since: what it said of its end still counts',
    inWorld(async (world) => {
      await withVersions(world)
      await world.move('staging', 'v1.0.0')
      const kept = await world.run(await world.move('staging', 'v1.1.0'), { inputs: UNWATCHED })
      expect(kept.outputs).toMatchObject({ decision: 'kept', environment: 'staging' })
      await deployElsewhere(world, `staging/${COMPONENT.split('/').slice(1).join('/')}`)
      expect(world.records()).toStrictEqual(['Deploy v1.1.0: inactive', 'null: success'])
      tomorrow(world)
      const reconciled = await runReconcile(world, { inputs: { environments: 'staging' } })
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '0', repaired: '0' } })
      expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move'])
    }),
  )
})

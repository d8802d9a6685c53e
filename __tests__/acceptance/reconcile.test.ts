import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { git } from '../../testing/github/run-git.ts'
import type { WorkflowRunRecord } from '../../testing/github/workflow-run-record.ts'
import type { TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import { permissionsOf } from '../docs/permissions-of.ts'
import { inWorld, withVersions } from './in-world.ts'
import { runReconcile, watched } from './reconcile-runner.ts'
import { COMPONENT, PRODUCTION, UNWATCHED, type World } from './world.ts'

jest.setTimeout(240_000)

const OTHERS = ['classify', 'redact', 'route'].map((name) => `components/prompts/${name}`)

/** A service of its own for each of the four. */
const EACH_ITS_OWN = {
  'deploy-command':
    'echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_NAME"; echo "$TAGBACK_NAME $TAGBACK_VERSION" >> "$SERVICE/deploys"',
  'verify-url': '',
  'verify-command': '[ "$(cat "$SERVICE/$TAGBACK_NAME")" = "$TAGBACK_VERSION" ]',
}

/** Versions of four components, all of them in production at v1.0.0 and on record. */
async function withFourComponents(world: World): Promise<void> {
  await world.release('v1.0.0', 0)
  for (const component of OTHERS) await world.edgit.createVersion(component, 'v1.0.0', world.date())
  await world.release('v1.1.0', 1)
  for (const component of OTHERS) await world.edgit.createVersion(component, 'v1.1.0', world.date())
  await world.push('--tags')
  for (const component of [COMPONENT, ...OTHERS]) {
    const moved = await world.move('production', 'v1.0.0', component)
    expect((await world.run(moved, { inputs: { ...UNWATCHED, ...EACH_ITS_OWN } })).outputs.decision).toBe('kept')
  }
}

/** edgit moves all four in one go, and pushes them together. */
async function moveFourAtOnce(world: World, version: string): Promise<void> {
  const refs = [COMPONENT, ...OTHERS].map((component) => `refs/tags/${component}/production`)
  for (const component of [COMPONENT, ...OTHERS])
    await world.edgit.setEnvironment(component, 'production', version, world.date())
  expect(await world.pushesOf(() => world.push(...refs))).toStrictEqual([])
}

/** v1.1.0 in production and on record. */
async function withOnRecord(world: World): Promise<string | undefined> {
  await withVersions(world)
  const kept = await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
  expect(kept.outputs.decision).toBe('kept')
  return world.production()
}

/** What GitHub starts for the push, in an environment that has reviewers. */
const waitingRun = ({ ref, sha }: TagPush): WorkflowRunRecord => ({
  ...{ id: 77, number: 1, event: 'push', workflow: 'deploy.yml', title: 'deploy', inputs: {}, sha },
  ...{ branch: ref.slice('refs/tags/'.length), actor: { login: 'ada', type: 'User' }, conclusion: null },
  ...{ status: 'waiting', createdAt: new Date().toISOString(), cancel: new AbortController() },
})

describe('reconcile', () => {
  it.concurrent(
    'first sight: adopts what is there, deploys nothing, and has nothing to do the next time',
    inWorld(async (world) => {
      await withVersions(world)
      writeFileSync(join(world.serviceFolder, 'version'), 'v0.9.0')
      const first = await runReconcile(world)
      expect(first).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1', failed: '0' } })
      expect(first.log).toContain('the next run deploys v1.0.0')
      expect(first.result.drifts).toMatchObject([
        { component: COMPONENT, tag: 'v1.0.0', drift: 'unrecorded', status: 'repaired' },
      ])
      expect(world.records()).toStrictEqual(['Found v1.0.0: success'])
      expect(world.service.deploys()).toStrictEqual([])
      world.github.clearRequests()
      const second = await runReconcile(world, { inputs: { 'verify-url': '' } })
      expect(second).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
      expect(world.github.requests.map(({ route, operation }) => operation ?? route)).toStrictEqual([
        'git-upload-pack',
        'TagbackLedgers',
      ])
    }),
  )

  it.concurrent(
    'a first deploy that was found while its run waited for a runner is deployed and watched all the same',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const push = await world.moveProduction('v1.0.0')
      expect(await runReconcile(world, { inputs: { 'verify-url': '' } })).toMatchObject({ outputs: { repaired: '1' } })
      const guarded = await world.run(push)
      expect(guarded.outputs).toMatchObject({ decision: 'kept', reason: 'healthy' })
      expect(world.service.deploys()).toStrictEqual(['v1.0.0 for move'])
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'four tags in one push send no event: each is deployed and recorded',
    inWorld(async (world) => {
      await withFourComponents(world)
      await moveFourAtOnce(world, 'v1.1.0')
      const reconciled = await runReconcile(world, { inputs: EACH_ITS_OWN })
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '4', repaired: '4', failed: '0' } })
      expect(world.service.deploys().slice(-4).sort()).toStrictEqual(
        ['classify', 'extraction', 'redact', 'route'].map((name) => `${name} v1.1.0`),
      )
      expect(world.records().filter((text) => text === 'Deploy v1.1.0: success')).toHaveLength(4)
      expect(reconciled.summary).toContain('4 of 4 places drifted, 4 repaired')
      expect(await runReconcile(world, { inputs: EACH_ITS_OWN })).toMatchObject({
        exitCode: 0,
        outputs: { drifted: '0' },
      })
    }),
  )

  it.concurrent(
    'a missed move to a bad release is watched, and rolled back as a guard would have',
    inWorld(async (world) => {
      const good = await withOnRecord(world)
      await world.moveProduction('v1.2.0')
      const reconciled = await runReconcile(world, { inputs: watched(world) })
      expect(reconciled).toMatchObject({ exitCode: 1, outputs: { drifted: '1', repaired: '0', failed: '1' } })
      expect(reconciled.result.drifts).toMatchObject([
        { drift: 'missed-move', guarded: { decision: 'rolled-back', reason: 'above-threshold' } },
      ])
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'a missed move that somebody deployed by hand is put on record, not deployed again',
    inWorld(async (world) => {
      await withOnRecord(world)
      await world.moveProduction('v1.2.0')
      writeFileSync(join(world.serviceFolder, 'version'), 'v1.2.0')
      const deploys = world.service.deploys()
      const reconciled = await runReconcile(world)
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(world.service.deploys()).toStrictEqual(deploys)
      expect(world.records().at(-1)).toBe('Found v1.2.0: success')
      expect(await runReconcile(world)).toMatchObject({ outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'a move whose run waits for a runner or for reviewers is left to it, and what they reject is not deployed',
    inWorld(async (world) => {
      await withOnRecord(world)
      const push = await world.moveProduction('v1.2.0')
      const run = waitingRun(push)
      world.repository.workflowRuns.push(run)
      const token = world.github.createToken({ kind: 'actions', permissions: permissionsOf('reconcile/README.md') })
      const left = await runReconcile(world, { token })
      expect(left).toMatchObject({ exitCode: 0, outputs: { drifted: '0', repaired: '0', failed: '0' } })
      expect(left.summary).toContain('actions/runs/77 of that push is not over')
      const unasked = await runReconcile(world, { token, inputs: { 'verify-url': '' } })
      expect(unasked).toMatchObject({ exitCode: 0 })
      expect(unasked.summary).not.toContain('git push')
      const rejection = { state: 'rejected' as const, environment: 'production', by: { login: 'grace', type: 'User' } }
      Object.assign(run, { status: 'completed', conclusion: 'failure', reviews: [rejection] })
      const rejected = await runReconcile(world, { token })
      expect(rejected).toMatchObject({ exitCode: 1, outputs: { failed: '1' } })
      expect(rejected.result.drifts[0]?.sentence).toMatch(
        /^The tag was moved to v1.2.0, and grace rejected its deploy to production in /,
      )
      expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move'])
      expect(world.repository.issues).toStrictEqual([])
      await git(world.edgit.workTree, ['remote', 'add', 'origin', world.remote])
      await world.shell(world.edgit.workTree, rejected.result.drifts[0]?.nextSteps[0] ?? '')
      expect(await runReconcile(world, { token })).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
      Object.assign(run, { reviews: [] })
      await world.moveProduction('v1.2.0')
      expect(await runReconcile(world, { token })).toMatchObject({ outputs: { drifted: '1' } })
      expect(world.service.deploys()).toContain('v1.2.0 for move')
    }),
  )

  it.concurrent(
    'a first deploy that waits for reviewers is neither put on record nor deployed, nor is it while GitHub does not tell',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const push = await world.moveProduction('v1.0.0')
      world.repository.workflowRuns.push(waitingRun(push))
      const token = world.github.createToken({ kind: 'actions', permissions: permissionsOf('reconcile/README.md') })
      for (const _time of [1, 2]) {
        const left = await runReconcile(world, { token })
        expect(left).toMatchObject({ exitCode: 0, outputs: { drifted: '0', repaired: '0' } })
        expect(`${left.log}${left.summary}`).not.toContain('the next run deploys')
      }
      world.github.inject({
        match: { route: '/repos/{owner}/{repo}/actions/runs' },
        fault: { kind: 'status', status: 503 },
      })
      const unknown = await runReconcile(world, { token })
      expect(unknown).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '0', failed: '0' } })
      expect(unknown.summary).toContain('The next run looks again')
      expect([world.records(), world.service.deploys()]).toStrictEqual([[], []])
    }),
  )

  it.concurrent(
    'where nothing can be asked a missed move is told people once, and the command it gives has a guard follow it',
    inWorld(async (world) => {
      await withOnRecord(world)
      await world.moveProduction('v1.2.0')
      const inputs = { 'verify-url': '' }
      const reconciled = await runReconcile(world, { inputs })
      expect(reconciled).toMatchObject({ exitCode: 1, outputs: { drifted: '1', failed: '1' } })
      const [command = ''] = reconciled.result.drifts[0]?.nextSteps ?? []
      expect(reconciled.summary).toContain(command)
      expect(await runReconcile(world, { inputs })).toMatchObject({ exitCode: 1, outputs: { failed: '1' } })
      const told = { title: 'prompts/extraction in production: v1.2.0 needs a person', comments: [] }
      expect(world.repository.issues).toMatchObject([{ ...told, state: 'open' }])
      expect(world.repository.issues[0]?.body).toContain(command)
      await git(world.edgit.workTree, ['remote', 'add', 'origin', world.remote])
      const pushes = await world.pushesOf(() => world.shell(world.edgit.workTree, command))
      expect(pushes).toHaveLength(1)
      const [push] = pushes
      const guarded = push && (await world.run(push, { inputs: { ...UNWATCHED, ...inputs } }))
      expect(guarded?.outputs).toMatchObject({ decision: 'kept', 'previous-version': 'v1.1.0' })
      expect(world.repository.issues).toMatchObject([{ state: 'closed' }])
      expect(await runReconcile(world, { inputs })).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'a stale clone pushes the bad tag again, and its run never came: moved back, nothing deployed',
    inWorld(async (world) => {
      const good = await withOnRecord(world)
      const stale = await world.cloneOf('grace')
      const bad = await stale.setEnvironment(COMPONENT, 'production', 'v1.2.0', world.date())
      const rolledBack = await world.run(await world.pushOf(() => stale.push(PRODUCTION)))
      expect(rolledBack.outputs.decision).toBe('rolled-back')
      const deploys = world.service.deploys()
      await stale.push('--tags')
      expect(await world.production()).toBe(bad)
      const reconciled = await runReconcile(world)
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(reconciled.result.drifts).toMatchObject([{ drift: 'stale-clone', guarded: { reason: 'stale-clone' } }])
      expect(await world.production()).toBe(good)
      expect(world.service.deploys()).toStrictEqual(deploys)
    }),
  )

  it.concurrent(
    'a tag that GitHub refused to move back is moved as soon as it may be',
    inWorld(async (world) => {
      const good = await withOnRecord(world)
      const move = await world.moveProduction('v1.2.0')
      const lift = [
        world.github.inject({ match: { operation: 'TagbackMove' }, fault: { kind: 'status', status: 403 } }),
        world.github.inject({
          match: { route: 'git-receive-pack', method: 'POST' },
          fault: { kind: 'status', status: 403 },
        }),
      ]
      const held = await world.run(move)
      expect(held.outputs).toMatchObject({ decision: 'held', reason: 'move-refused' })
      for (const stop of lift) stop()
      const reconciled = await runReconcile(world)
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(await world.production()).toBe(good)
      expect(world.service.served()).toBe('v1.1.0')
    }),
  )

  it.concurrent(
    'a deleted tag is reported and never made again; the command it gives brings it back',
    inWorld(async (world) => {
      const object = await withOnRecord(world)
      await world.push(`:${PRODUCTION}`)
      const reconciled = await runReconcile(world, { inputs: { environments: 'production' } })
      expect(reconciled).toMatchObject({ exitCode: 1, outputs: { drifted: '1', failed: '1' } })
      expect(reconciled.result.drifts).toMatchObject([{ drift: 'tag-deleted', tag: null, ledger: 'v1.1.0' }])
      expect(await world.production()).toBeUndefined()
      await git(world.edgit.workTree, ['remote', 'add', 'origin', world.remote])
      await world.shell(world.edgit.workTree, reconciled.result.drifts[0]?.nextSteps[0] ?? '')
      expect(await world.production()).toBe(object)
      expect(await runReconcile(world)).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
    }),
  )

  it.concurrent(
    'somebody deployed another version by hand: what the tag says is deployed again',
    inWorld(async (world) => {
      await withOnRecord(world)
      writeFileSync(join(world.serviceFolder, 'version'), 'v0.9.0')
      const reconciled = await runReconcile(world, { inputs: watched(world) })
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '1', repaired: '1' } })
      expect(reconciled.result.drifts).toMatchObject([
        { drift: 'served-differs', served: 'v0.9.0', guarded: { decision: 'kept' } },
      ])
      expect(world.service.served()).toBe('v1.1.0')
    }),
  )

  it.concurrent(
    'a deployment that somebody recorded by hand does not count',
    inWorld(async (world) => {
      await withOnRecord(world)
      const records = world.repository.deployments
      const { payload, sha, environment } = records[0] as (typeof records)[number]
      const forged = await fetch(`${world.github.apiUrl}/repos/octo/prompts/deployments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.person}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ref: sha,
          environment,
          payload,
          task: 'tagback',
          auto_merge: false,
          required_contexts: [],
        }),
      })
      expect(forged.status).toBe(201)
      const reconciled = await runReconcile(world)
      expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '0' } })
      expect(reconciled.annotations.map(({ message }) => message).join('\n')).toContain(
        'Records written by ada do not count',
      )
    }),
  )

  it.concurrent(
    'a dry run and a pause write nothing, and say what they found',
    inWorld(async (world) => {
      await withFourComponents(world)
      await moveFourAtOnce(world, 'v1.1.0')
      await world.push(`:refs/tags/${OTHERS[0]}/production`)
      const [records, deploys] = [world.records(), world.service.deploys()]
      world.github.clearRequests()
      for (const inputs of [{ 'dry-run': 'true' }, { paused: 'true' }]) {
        const reconciled = await runReconcile(world, { inputs: { ...EACH_ITS_OWN, ...inputs } })
        expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '4', repaired: '0', failed: '0' } })
        expect(reconciled.result.drifts.map(({ status }) => status)).toStrictEqual(Array(4).fill('found'))
      }
      expect([world.records(), world.service.deploys()]).toStrictEqual([records, deploys])
      expect(world.github.requests.filter(({ kind, method }) => kind === 'api' && method !== 'POST')).toStrictEqual([])
    }),
  )

  it.concurrent(
    'one place that fails does not stop the others',
    inWorld(async (world) => {
      await withFourComponents(world)
      await moveFourAtOnce(world, 'v1.1.0')
      const script = `[ "$TAGBACK_NAME" != redact ] || exit 9\n${EACH_ITS_OWN['deploy-command']}`
      const reconciled = await runReconcile(world, {
        inputs: { ...EACH_ITS_OWN, 'deploy-command': script, 'on-regressed': 'report' },
      })
      expect(reconciled).toMatchObject({ exitCode: 1, outputs: { drifted: '4', repaired: '3', failed: '1' } })
      expect(reconciled.result.drifts.find(({ status }) => status === 'failed')).toMatchObject({
        component: 'components/prompts/redact',
        guarded: { decision: 'held', reason: 'deploy-failed' },
      })
    }),
  )

  it.concurrent(
    'two at once do no harm: what one has in hand the other leaves',
    inWorld(async (world) => {
      await withFourComponents(world)
      await moveFourAtOnce(world, 'v1.1.0')
      const slow = `sleep 1\n${EACH_ITS_OWN['deploy-command']}`
      const before = world.service.deploys().length
      const both = await Promise.all(
        [1, 2].map(() => runReconcile(world, { inputs: { ...EACH_ITS_OWN, 'deploy-command': slow } })),
      )
      expect(both.map(({ exitCode }) => exitCode)).toStrictEqual([0, 0])
      const repaired = both.map(({ outputs }) => Number(outputs.repaired))
      expect(repaired.reduce((sum, count) => sum + count)).toBe(4)
      expect(world.service.deploys().slice(before)).toHaveLength(4)
      expect(await runReconcile(world, { inputs: EACH_ITS_OWN })).toMatchObject({
        exitCode: 0,
        outputs: { drifted: '0' },
      })
    }),
  )

  it.concurrent(
    'input and configuration are checked before anything is written',
    inWorld(async (world) => {
      await withVersions(world)
      const input = await runReconcile(world, { inputs: { 'dry-run': 'perhaps' } })
      expect(input).toMatchObject({ exitCode: 1, annotations: [{ level: 'error' }] })
      expect(input.log).toContain('Input dry-run: expected')
      await world.edgit.commit({ '.github/tagback.yml': 'defaults:\n  treshold: 1%\n' }, 'feat: file', world.date())
      await world.push('main')
      const file = await runReconcile(world)
      expect(file.exitCode).toBe(1)
      expect(file.log).toContain('.github/tagback.yml:2:3 treshold')
      expect(world.records()).toStrictEqual([])
      rmSync(join(world.edgit.workTree, '.github'), { recursive: true })
    }),
  )
})

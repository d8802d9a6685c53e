import { join } from 'node:path'
import { expect, it, jest } from '@jest/globals'
import type { Permissions } from '../../testing/github/tokens.ts'
import { type ActionResult, runAction } from '../../testing/runner/start-action.ts'
import { levelsBelow, permissionsOf } from '../docs/permissions-of.ts'
import { inWorld } from './in-world.ts'
import { runReconcile } from './reconcile-runner.ts'
import { COMPONENT, UNWATCHED, type World } from './world.ts'

jest.setTimeout(120_000)

const ACTIONS = 'github-actions[bot]'

type Use = {
  /** Its README lists the permissions. */
  page: string
  run(world: World, token: string): Promise<ActionResult>
  /** What shows that the action did all that it is there for. */
  did(world: World, result: ActionResult): void
}

/** As an action that needs no push is run: by hand or by a schedule, on the default branch. */
const runFolder = (folder: string, world: World, token: string, inputs: Record<string, string>) =>
  runAction({
    ...{ action: join(import.meta.dirname, `../../${folder}/action.yml`), github: world.github, token, inputs },
    ...{ repository: world.repository.fullName, sha: 'HEAD', ref: 'refs/heads/main', actor: 'grace', runId: 5_000 },
    ...{ event: { name: 'workflow_dispatch', payload: {} }, env: { SERVICE: world.serviceFolder } },
  })

const rolledBackAndTold = (world: World): void => {
  expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.1.0: failure', 'Rollback to v1.0.0: success'])
  expect(world.repository.issues).toMatchObject([{ state: 'open' }])
}

const USES: Record<string, Use> = {
  guard: {
    page: 'README.md',
    run: async (world, token) => world.run(await world.moveProduction('v1.1.0'), { token, inputs: UNWATCHED }),
    did: rolledBackAndTold,
  },
  reconcile: {
    page: 'reconcile/README.md',
    run: async (world, token) => {
      await world.moveProduction('v1.1.0')
      return runReconcile(world, { token })
    },
    did: rolledBackAndTold,
  },
  rollback: {
    page: 'rollback/README.md',
    run: async (world, token) => {
      const { 'deploy-command': command = '' } = world.inputs
      const inputs = { environment: 'production', component: COMPONENT, to: 'v1.1.0', 'deploy-command': command }
      return runFolder('rollback', world, token, inputs)
    },
    did: (world, { outputs }) => {
      expect(outputs.reason).toBe('deploy-failed')
      expect(world.repository.issues).toMatchObject([{ state: 'open' }])
    },
  },
  history: {
    page: 'history/README.md',
    run: (world, token) => runFolder('history', world, token, { show: 'history' }),
    did: (_world, { exitCode, outputs }) => {
      expect(exitCode).toBe(0)
      expect(JSON.parse(outputs.history ?? '')).toMatchObject([{ to: { version: 'v1.0.0' } }])
    },
  },
  'history with its pull request': {
    page: 'docs/recipes/audit.md',
    run: async (world, token) => {
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      world.repository.allowActionsPullRequests()
      const inputs = { 'rollback-log': 'docs/log.md', 'pull-request-branch': 'tagback/rollback-log' }
      return runFolder('history', world, token, inputs)
    },
    did: (world, { exitCode, outputs }) => {
      expect(exitCode).toBe(0)
      expect(outputs['pull-request']).toMatch(/\/pull\/\d+$/)
      expect(world.repository.pullRequests).toMatchObject([{ state: 'open' }])
    },
  },
  check: {
    page: 'check/README.md',
    run: (world, token) => runFolder('check', world, token, {}),
    did: (_world, { exitCode, outputs }) => expect([exitCode, outputs.valid]).toStrictEqual([0, 'true']),
  },
}

/** What has the records of drills read as well. */
const REQUIRE = 'environments:\n  production:\n    require: [drill]\n    on-unready: warn\n'

/** v1.0.0 in production, deployed and recorded; v1.1.0 cannot be deployed. */
const prepared = async (world: World): Promise<void> => {
  await world.release('v1.0.0', 0, { '.github/tagback.yml': REQUIRE })
  await world.release('v1.1.0', 0, { broken: 'yes' })
  const result = await world.run(await world.moveProduction('v1.0.0'), { inputs: UNWATCHED })
  expect(result.outputs.decision).toBe('kept')
  world.github.clearRequests()
}

const tokenWith = (world: World, permissions: Permissions): string =>
  world.github.createToken({ kind: 'actions', permissions })

it.concurrent.each(Object.entries(USES))('%s needs no more than its README lists', (_name, { page, run, did }) =>
  inWorld(async (world) => {
    await prepared(world)
    const result = await run(world, tokenWith(world, permissionsOf(page)))
    did(world, result)
    expect(result.log).not.toMatch(/give the job/i)
    const refused = world.github.requests.filter(({ status, tokenLogin }) => status === 403 && tokenLogin === ACTIONS)
    expect(refused).toStrictEqual([])
  })(),
)

/** For a rollback `actions: read` only shortens a wait, and is not used where no other run is at work. */
const LESS = Object.entries(USES).flatMap(([name, use]) =>
  levelsBelow(permissionsOf(use.page))
    .filter(({ what }) => what !== 'no actions' || name === 'reconcile')
    .map(({ what, needed, permissions }) => ({ name, use, what, needed, permissions })),
)

it.concurrent.each(LESS)('$name with $what says that it needs $needed', ({ use, needed, permissions }) =>
  inWorld(async (world) => {
    await prepared(world)
    const { log, summary } = await use.run(world, tokenWith(world, permissions))
    expect(`${log}\n${summary}`).toContain(needed)
  })(),
)

import { describe, expect, it, jest } from '@jest/globals'
import { git } from '../../testing/github/run-git.ts'
import { EXTRACTION, inRestoreWorld, type RestoreWorld, ROUTER, ROUTING } from './restore-world.ts'

jest.setTimeout(120_000)

async function withTwo(world: RestoreWorld): Promise<void> {
  await world.version(EXTRACTION, 'v1.0.0')
  await world.version(EXTRACTION, 'v1.1.0')
  await world.move(EXTRACTION, 'production', 'v1.0.0')
  await world.move(EXTRACTION, 'production', 'v1.1.0')
}

/** v1.0.0 of each, recorded, then v1.1.0 of each. */
async function withThree(world: RestoreWorld): Promise<void> {
  for (const component of [EXTRACTION, ROUTER, ROUTING]) {
    await world.version(component, 'v1.0.0')
    await world.move(component, 'production', 'v1.0.0')
  }
  for (const component of [EXTRACTION, ROUTER, ROUTING]) {
    await world.version(component, 'v1.1.0')
    await world.move(component, 'production', 'v1.1.0')
  }
}

describe('one component', () => {
  it(
    'seed 0, row 5: instant rollback to a version, by few requests',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      world.github.clearRequests()
      const result = await world.restore({
        component: 'prompts/extraction',
        to: 'v1.0.0',
        reason: 'bad answers',
      })
      expect(result.outputs).toMatchObject({ decision: 'restored', reason: 'unproven', restored: '1', failed: '0' })
      expect(result.exitCode).toBe(0)
      expect(await world.versionOf(EXTRACTION)).toBe('v1.0.0')
      expect(world.served(EXTRACTION)).toBe('v1.0.0')
      expect(world.deploys().at(-1)).toBe('extraction v1.0.0 production restore')
      expect(world.records().at(-1)).toBe('Restore v1.0.0: success')
      expect(world.repository.deployments.at(-1)?.payload).toMatchObject({
        kind: 'restore',
        why: 'bad answers',
        actor: 'grace',
      })
      const operations = world.operations()
      expect(operations.slice(0, 2)).toStrictEqual(['git-upload-pack', 'TagbackLedgers'])
      // Side by side: the right to push, workflow files that could be in the way, the files of both releases in one fetch.
      expect(operations.slice(2, 7).toSorted()).toStrictEqual([
        ...['TagbackWorkflows', 'TagbackWorkflowsOf', 'git-upload-pack', 'info/refs', 'info/refs'],
      ])
      expect(operations.slice(7)).toStrictEqual([
        'TagbackMove',
        '/repos/{owner}/{repo}/deployments',
        'TagbackLedgers',
        '/repos/{owner}/{repo}/git/ref/{ref}',
        '/repos/{owner}/{repo}/git/ref/{ref}',
        '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
        // Is an incident open, which this repairs?
        '/repos/{owner}/{repo}/issues',
      ])
    }),
  )

  it(
    'seed 0, row 7: emergency, back to what was there before, and again further back, never to what was left',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      await world.version(EXTRACTION, 'v1.2.0')
      await world.move(EXTRACTION, 'production', 'v1.2.0')
      const first = await world.restore({ component: 'extraction', to: 'previous' })
      expect(first.outputs.sentence).toBe('components/prompts/extraction is on v1.1.0 in production')
      const second = await world.restore({ component: 'extraction', to: 'previous' })
      expect(second.outputs.decision).toBe('restored')
      expect(await world.versionOf(EXTRACTION)).toBe('v1.0.0')
    }),
  )

  it(
    'seed 0, row 29: what is there already is left alone; a dry run says what it would do, and writes nothing',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      const there = await world.restore({ component: 'extraction', to: 'v1.1.0' })
      expect([there.outputs.decision, there.outputs.reason, there.exitCode]).toStrictEqual(['no-op', 'same-release', 0])
      const [records, refs] = [world.records(), await world.repository.refs()]
      const dry = await world.restore({
        component: 'extraction',
        to: 'v1.0.0',
        'dry-run': 'true',
        'backup-tag': 'true',
      })
      expect(dry.outputs).toMatchObject({ decision: 'planned', reason: 'dry-run', planned: '1' })
      expect(JSON.parse(dry.outputs.plan ?? '')).toMatchObject({ steps: [{ act: 'move', to: { version: 'v1.0.0' } }] })
      expect(dry.summary).toContain('**v1.1.0**')
      expect(dry.summary).toContain(`\`\`\`diff\n`)
      expect(dry.summary).toContain(`-${EXTRACTION} v1.1.0\n+${EXTRACTION} v1.0.0\n`)
      const paused = await world.restore({ component: 'extraction', to: 'v1.0.0', paused: '1' })
      expect(paused.outputs).toMatchObject({ decision: 'planned', reason: 'paused' })
      expect([world.records(), await world.repository.refs()]).toStrictEqual([records, refs])
    }),
  )

  it(
    'seed 3, row 40: to a commit, also one without a version',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      const commit = await world.edgit.commit({ 'prompts/extraction.md': `${EXTRACTION} loose\n` }, 'fix', world.date())
      await world.push('main')
      const loose = await world.restore({ component: 'extraction', to: commit })
      expect(loose.outputs.decision).toBe('restored')
      expect(await world.tag(`${EXTRACTION}/production`)).toBe(commit)
      expect(world.served(EXTRACTION)).toBe(`unversioned@${commit.slice(0, 7)}`)
    }),
  )

  it(
    'seed 0, row 31: a version whose tag was deleted is found in the records, and its tag is made again',
    inRestoreWorld(async (world) => {
      const { object } = await world.version(EXTRACTION, 'v1.0.0')
      await world.move(EXTRACTION, 'production', 'v1.0.0')
      await world.version(EXTRACTION, 'v1.1.0')
      await world.move(EXTRACTION, 'production', 'v1.1.0')
      await world.push(`:refs/tags/${EXTRACTION}/v1.0.0`)
      const result = await world.restore({ component: 'extraction', to: 'v1.0.0' })
      expect(result.outputs.decision).toBe('restored')
      expect(await world.tag(`${EXTRACTION}/v1.0.0`)).toBe(object)
      expect(await world.tag(`${EXTRACTION}/production`)).toBe(object)
    }),
  )
})

describe('after a rollback', () => {
  it(
    'seed 0, row 16: fix and redeploy, tried in debug and then in production, and previous does not lead to the bad one',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      await world.restore({ component: 'extraction', to: 'v1.0.0', reason: 'v1.1.0 is bad' })
      // edgit tag create, edgit tag set, and a push of that one tag: the guard does the rest.
      await world.version(EXTRACTION, 'v1.1.1')
      await world.move(EXTRACTION, 'debug', 'v1.1.1')
      expect([world.served(EXTRACTION, 'debug'), world.served(EXTRACTION)]).toStrictEqual(['v1.1.1', 'v1.0.0'])
      await world.move(EXTRACTION, 'production', 'v1.1.1')
      expect(world.served(EXTRACTION)).toBe('v1.1.1')
      expect(world.records()).toStrictEqual([
        'Deploy v1.0.0: success',
        'Deploy v1.1.0: success',
        'Restore v1.0.0: success',
        'Deploy v1.1.1: success',
        'Deploy v1.1.1: success',
      ])
      const previous = await world.restore({ component: 'extraction', to: 'previous', 'dry-run': 'true' })
      expect(JSON.parse(previous.outputs.plan ?? '').steps).toMatchObject([{ to: { version: 'v1.0.0' } }])
    }),
  )

  it(
    'seed 0, row 30: a rollback that takes no effect is found out, and the same again finishes it',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      const wish = { component: 'extraction', to: 'v1.0.0' }
      const result = await world.restore({ ...wish, 'deploy-command': 'true', 'deploy-timeout': '2s' })
      expect(result.outputs).toMatchObject({ decision: 'held', reason: 'not-served', restored: '0' })
      expect(result.outputs.sentence).toContain('v1.0.0 was deployed, but is not served')
      expect([await world.versionOf(EXTRACTION), world.served(EXTRACTION)]).toStrictEqual(['v1.0.0', 'v1.1.0'])
      expect((await world.restore(wish)).outputs.decision).toBe('restored')
      expect(world.served(EXTRACTION)).toBe('v1.0.0')
    }),
  )
})

describe('several components', () => {
  it(
    'seed 0, row 11: partial, one of three goes back and the others stay',
    inRestoreWorld(async (world) => {
      await withThree(world)
      await world.restore({ component: 'agents/router', to: 'v1.0.0' })
      expect([await world.versionOf(EXTRACTION), await world.versionOf(ROUTER)]).toStrictEqual(['v1.1.0', 'v1.0.0'])
    }),
  )

  it(
    'seed 0, row 12: all of them by one move, in the order that the configuration gives',
    inRestoreWorld(async (world) => {
      await world.edgit.commit(
        { '.github/tagback.yml': 'components:\n  agents/*:\n    after: [prompts/*, configs/*]\n' },
        'config',
        world.date(),
      )
      await withThree(world)
      world.github.clearRequests()
      const result = await world.restore({ component: '*', to: 'previous' })
      expect(result.outputs).toMatchObject({ decision: 'restored', planned: '3', restored: '3' })
      expect(world.operations().filter((name) => name === 'TagbackMove')).toHaveLength(1)
      expect(world.deploys().slice(-3)).toStrictEqual([
        'routing v1.0.0 production restore',
        'extraction v1.0.0 production restore',
        'router v1.0.0 production restore',
      ])
    }),
  )

  it(
    'seed 2, row 33: a decision surface is put back as one',
    inRestoreWorld(async (world) => {
      const surfaces = 'surfaces:\n  checkout: [prompts/extraction, configs/*]\n'
      await world.edgit.commit({ '.github/tagback.yml': surfaces }, 'config', world.date())
      await withThree(world)
      const result = await world.restore({ surface: 'checkout', to: 'previous' })
      expect(result.outputs).toMatchObject({ decision: 'restored', restored: '2' })
      expect(await world.versionOf(ROUTER)).toBe('v1.1.0')
      const unknown = await world.restore({ surface: 'chekout', to: 'previous' })
      expect(unknown.outputs.sentence).toBe('surface: there is no surface "chekout", did you mean checkout?')
    }),
  )

  it(
    'seed 3, row 45: a changeset is rolled back as one, and its state is true',
    inRestoreWorld(async (world) => {
      await withThree(world)
      for (const component of [EXTRACTION, ROUTING]) {
        await world.version(component, 'v1.2.0', {}, 'feat: both\n\n[changeset:1a2b3c4d]')
        await world.move(component, 'production', 'v1.2.0')
      }
      const result = await world.restore({ changeset: '1a2b3c4d', to: 'previous' })
      expect(result.outputs).toMatchObject({ decision: 'restored', restored: '2' })
      expect([await world.versionOf(EXTRACTION), await world.versionOf(ROUTING)]).toStrictEqual(['v1.1.0', 'v1.1.0'])
      const again = await world.restore({ changeset: '1a2b3c4d', to: 'previous' })
      expect(again.outputs).toMatchObject({ decision: 'refused', reason: 'bad-input' })
    }),
  )

  it(
    'seed 0, row 19: one region goes back, the others stay',
    inRestoreWorld(async (world) => {
      await world.version(EXTRACTION, 'v1.0.0')
      await world.version(EXTRACTION, 'v1.1.0')
      for (const region of ['production-us-west', 'production-eu']) {
        await world.move(EXTRACTION, region, 'v1.0.0')
        await world.move(EXTRACTION, region, 'v1.1.0')
      }
      await world.restore({ environment: 'production-eu', component: 'extraction', to: 'previous' })
      expect(world.served(EXTRACTION, 'production-eu')).toBe('v1.0.0')
      expect(await world.versionOf(EXTRACTION, 'production-us-west')).toBe('v1.1.0')
    }),
  )
})

describe('time travel', () => {
  it(
    'seed 0, rows 13, 14 and 25: what was live at a time, put into debug, without a touch to production',
    inRestoreWorld(async (world) => {
      for (const component of [EXTRACTION, ROUTER]) {
        await world.version(component, 'v1.0.0')
        await world.move(component, 'production', 'v1.0.0')
      }
      const then = await world.nextSecond()
      await world.version(EXTRACTION, 'v1.1.0')
      await world.move(EXTRACTION, 'production', 'v1.1.0')
      const result = await world.restore({ component: '*', to: then, into: 'debug' })
      expect(result.outputs).toMatchObject({ decision: 'restored', restored: '2', environment: 'debug' })
      expect(await world.versionOf(EXTRACTION, 'debug')).toBe('v1.0.0')
      expect(world.served(ROUTER, 'debug')).toBe('v1.0.0')
      expect(await world.versionOf(EXTRACTION)).toBe('v1.1.0')
      const early = await world.restore({ component: '*', to: '2020-01-01T00:00:00Z', into: 'debug' })
      expect(early.outputs).toMatchObject({ decision: 'refused', reason: 'not-possible' })
      expect(early.outputs.sentence).toMatch(/nobody knows what was live at 2020-01-01T00:00:00Z, the records begin on/)
    }),
  )
})

describe('old versions beside each other', () => {
  it(
    'seed 0, rows 26 and 27: two versions in environments of their own, to measure them or to let them compete',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      await world.version(EXTRACTION, 'v1.2.0')
      await world.move(EXTRACTION, 'production', 'v1.2.0')
      const before = await world.tag(`${EXTRACTION}/production`)
      for (const [to, into] of Object.entries({ 'v1.0.0': 'benchmark-old', 'v1.1.0': 'benchmark-new' })) {
        const result = await world.restore({ component: 'extraction', to, into })
        expect(result.outputs).toMatchObject({ decision: 'restored', environment: into })
      }
      expect(['benchmark-old', 'benchmark-new', 'production'].map((at) => world.served(EXTRACTION, at))).toStrictEqual([
        ...['v1.0.0', 'v1.1.0', 'v1.2.0'],
      ])
      expect(await world.tag(`${EXTRACTION}/production`)).toBe(before)
    }),
  )
})

describe('files and backups', () => {
  it(
    'seed 3, row 41: the lock file of the meta-repo, with its way to write commits',
    inRestoreWorld(async (world) => {
      await withThree(world)
      const { commit } = await world.version(ROUTER, 'v1.2.0')
      await world.move(ROUTER, 'production', 'v1.2.0')
      const lock = `generated_at: '2026-11-20T17:14:09.684107Z'
environment: production
mode: reference
components:
  extraction:
    version: v1.0.0
    commit: ${await git(world.edgit.workTree, ['rev-parse', `${EXTRACTION}/v1.0.0^{commit}`])}
    repo: /path
  router:
    sha: ${commit}
`
      await world.edgit.commit({ 'manifests/components.lock.production.yaml': lock }, 'lock', world.date())
      await world.push('main')
      const result = await world.restore({ component: '*', to: 'manifests/components.lock.production.yaml' })
      expect(result.outputs).toMatchObject({ decision: 'restored', planned: '1', restored: '1' })
      expect(await world.versionOf(EXTRACTION)).toBe('v1.0.0')
      expect(result.log).toContain('Not in the file, and left alone: components/configs/routing')
    }),
  )

  it(
    'seed 2, row 34 and seed 3, row 44: the baseline block and a snapshot; what is wrong with a file is said with its place',
    inRestoreWorld(async (world) => {
      await withThree(world)
      const files = {
        'baseline.yaml': 'baseline:\n  prompt: v1.0.0\n  agent: v1.0.0\n  last_verified: 2026-11-01\n',
        'wrong.yaml': 'components:\n  extraction:\n    version: v1.0.0\n  payments:\n    version: v1.0.0\n',
        'broken.yaml': 'components:\n  extraction: {version: v1.0.0\n',
      }
      await world.edgit.commit(files, 'files', world.date())
      await world.push('main')
      const result = await world.restore({ component: '*', to: 'baseline.yaml' })
      expect(result.outputs).toMatchObject({ decision: 'restored', restored: '2' })
      const wrong = await world.restore({ component: '*', to: 'wrong.yaml' })
      expect(wrong.outputs.sentence).toMatch(/^wrong\.yaml:4:3 "payments": there is no such component/)
      const broken = await world.restore({ component: '*', to: 'broken.yaml' })
      expect(broken.outputs.sentence).toMatch(/^broken\.yaml:\d+:\d+ /)
      const none = await world.restore({ component: '*', to: 'none.yaml' })
      expect(none.outputs.sentence).toBe('to: there is no file none.yaml in the repository')
      expect([wrong, broken, none].map(({ exitCode }) => exitCode)).toStrictEqual([1, 1, 1])
    }),
  )

  it(
    'a snapshot of another repository: said where the commits are the same, refused where nothing tells that they are',
    inRestoreWorld(async (world) => {
      await withThree(world)
      const commit = await git(world.edgit.workTree, ['rev-parse', `${EXTRACTION}/v1.0.0^{commit}`])
      const file = (fields: string) =>
        `tagback-snapshot: 1\nrepository: octo/other\nenvironment: production\ncomponents:\n  ${EXTRACTION}:\n    version: v1.0.0\n${fields}`
      const files = { 'with.yaml': file(`    commit: ${commit}\n`), 'without.yaml': file('') }
      await world.edgit.commit(files, 'files', world.date())
      await world.push('main')
      const before = await world.repository.refs()
      const refused = await world.restore({ component: '*', to: 'without.yaml' })
      expect(refused.outputs).toMatchObject({ decision: 'refused', reason: 'not-possible' })
      expect(refused.outputs.sentence).toContain('without.yaml is a snapshot of octo/other, and names no commit')
      expect(await world.repository.refs()).toStrictEqual(before)
      const result = await world.restore({ component: '*', to: 'with.yaml' })
      expect(result.outputs).toMatchObject({ decision: 'restored', restored: '1' })
      expect(result.summary).toContain('with.yaml is a snapshot of octo/other, not of octo/prompts')
    }),
  )

  it(
    'seed 4, rows 49, 51 and 52: a backup before anything moves, back to a part of it and to all, and the oldest ones go',
    inRestoreWorld(async (world) => {
      await withThree(world)
      for (const day of ['01', '02', '03']) await world.edgit.commit({}, `day ${day}`, world.date())
      await world.shell(
        world.edgit.workTree,
        `for day in 01 02 03; do git -c user.name=a -c user.email=a@b.c tag -a backup-202611$day-093000 -m "Pre-deployment backup"; git push --quiet ${world.remote} backup-202611$day-093000; done`,
      )
      const result = await world.restore({
        ...{ component: '*', to: 'previous', 'backup-tag': 'true', 'keep-backups': '2' },
      })
      const name = result.outputs['backup-tag'] ?? ''
      expect(name).toMatch(/^backup-\d{8}-\d{6}$/)
      const backups = [...(await world.repository.refs()).keys()].filter((ref) => ref.includes('/backup-'))
      expect(backups).toStrictEqual(['refs/tags/backup-20261103-093000', `refs/tags/${name}`].toSorted())
      const part = await world.restore({ component: 'agents/router', to: name })
      expect(part.outputs).toMatchObject({ decision: 'restored', restored: '1' })
      expect([await world.versionOf(ROUTER), await world.versionOf(EXTRACTION)]).toStrictEqual(['v1.1.0', 'v1.0.0'])
      const back = await world.restore({ component: '*', to: name })
      expect(back.outputs).toMatchObject({ decision: 'restored', planned: '2', restored: '2' })
      expect(await world.versionOf(EXTRACTION)).toBe('v1.1.0')
      const unknown = await world.restore({ component: '*', to: 'backup-latest' })
      expect(unknown.outputs.sentence).toContain('to: there is no tag backup-latest, did you mean backup-')
    }),
  )

  it(
    'seed 4, row 50 and seed 0, row 9: commands before and after, such as a smoke test; the one after always runs, and nothing moves when the first fails',
    inRestoreWorld(async (world) => {
      await withTwo(world)
      const hooks = {
        'before-command': 'echo stop >> "$SERVICE/deploys"',
        'after-command': 'echo "start $TAGBACK_DECISION" >> "$SERVICE/deploys"',
      }
      await world.restore({ component: 'extraction', to: 'v1.0.0', ...hooks })
      expect(world.deploys().slice(-3)).toStrictEqual([
        'stop',
        'extraction v1.0.0 production restore',
        'start restored',
      ])
      const smoke = { 'after-command': 'echo "wrong totals" >&2; exit 1' }
      const tested = await world.restore({ component: 'extraction', to: 'v1.1.0', ...smoke })
      expect(tested.outputs).toMatchObject({ decision: 'held', reason: 'after-failed', restored: '1' })
      expect(tested.outputs.sentence).toContain('after-command failed: exit code 1: wrong totals')
      await world.restore({ component: 'extraction', to: 'v1.0.0' })
      const failing = { ...hooks, 'before-command': 'echo no >&2; exit 3' }
      const result = await world.restore({ component: 'extraction', to: 'v1.1.0', ...failing })
      expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'before-failed' })
      expect(result.outputs.sentence).toContain('before-command failed: exit code 3: no')
      expect(world.deploys().at(-1)).toBe('start refused')
      expect(await world.versionOf(EXTRACTION)).toBe('v1.0.0')
    }),
  )
})

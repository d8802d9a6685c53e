import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { EXTRACTION, inRestoreWorld, type RestoreWorld, ROUTER, ROUTING } from './restore-world.ts'
import { PRODUCTION } from './world.ts'

jest.setTimeout(120_000)

const ALL = [EXTRACTION, ROUTER, ROUTING]

/** v1.0.0 and v1.1.0 of each; v1.1.0 is live, and nobody has recorded anything. */
async function withTags(world: RestoreWorld): Promise<void> {
  for (const component of ALL) {
    await world.version(component, 'v1.0.0')
    await world.version(component, 'v1.1.0')
    await world.set(component, 'production', 'v1.1.0')
  }
}

const refuses = (world: RestoreWorld, what: string | null): void => {
  const file = join(world.serviceFolder, 'refuses')
  if (what === null) rmSync(file)
  else writeFileSync(file, what)
}

const versions = (world: RestoreWorld) => Promise.all(ALL.map((component) => world.versionOf(component)))

describe('a part of it fails', () => {
  it(
    'seed 3, row 41: done is not partly done; the same again finishes what is left',
    inRestoreWorld(async (world) => {
      await withTags(world)
      refuses(world, 'router v1.0.0')
      const result = await world.restore({ component: '*', to: 'v1.0.0' })
      expect(result.outputs).toMatchObject({
        decision: 'partly-restored',
        reason: 'deploy-failed',
        restored: '2',
        failed: '1',
      })
      expect(result.exitCode).toBe(2)
      expect(result.outputs.sentence).toContain('cannot deploy router')
      expect(await versions(world)).toStrictEqual(['v1.0.0', 'v1.0.0', 'v1.0.0'])
      expect(world.records().toSorted()).toStrictEqual([
        'Restore v1.0.0: error',
        'Restore v1.0.0: success',
        'Restore v1.0.0: success',
      ])
      refuses(world, null)
      const again = await world.restore({ component: '*', to: 'v1.0.0' })
      expect(again.outputs).toMatchObject({ decision: 'restored', planned: '1', restored: '1' })
      expect(world.served(ROUTER)).toBe('v1.0.0')
    }),
  )

  it(
    'seed 3, row 45: atomic, a failure in the middle puts everything back, tags and services',
    inRestoreWorld(async (world) => {
      await withTags(world)
      const before = await world.repository.refs()
      refuses(world, 'extraction v1.0.0')
      const result = await world.restore({ component: '*', to: 'v1.0.0', atomic: 'true' })
      expect(result.outputs).toMatchObject({
        decision: 'put-back',
        reason: 'deploy-failed',
        restored: '0',
        failed: '3',
      })
      expect(result.exitCode).toBe(3)
      expect(await world.repository.refs()).toStrictEqual(before)
      expect(world.served(ROUTER)).toBe('v1.1.0')
      expect(world.deploys()).toStrictEqual([
        'router v1.0.0 production restore',
        'routing v1.0.0 production restore',
        'extraction v1.1.0 production rollback',
        'routing v1.1.0 production rollback',
        'router v1.1.0 production rollback',
      ])
      refuses(world, null)
      const again = await world.restore({ component: '*', to: 'v1.0.0', atomic: 'true' })
      expect(again.outputs).toMatchObject({ decision: 'restored', restored: '3' })
    }),
  )

  it.each([
    ['one of them cannot be deployed', false],
    ['the run is killed before it could record the move', true],
  ])('seed 3, row 45: a changeset of which %s is finished by the same again', (_, killed) =>
    inRestoreWorld(async (world) => {
      for (const component of [EXTRACTION, ROUTER]) {
        await world.version(component, 'v1.0.0')
        await world.move(component, 'production', 'v1.0.0')
        await world.version(component, 'v1.1.0', {}, 'feat: both\n\n[changeset:1a2b3c4d]')
        await world.move(component, 'production', 'v1.1.0')
      }
      const wish = { environment: 'production', changeset: '1a2b3c4d', to: 'previous' }
      if (killed) {
        let kill = (): void => {}
        const match = { kind: 'rest', method: 'POST', route: '/repos/{owner}/{repo}/deployments' } as const
        const removes = [
          world.github.inject({ match, fault: { kind: 'first', run: async () => kill() } }),
          world.github.inject({ match, fault: { kind: 'status', status: 502 } }),
        ]
        const started = world.start(wish)
        kill = () => void started.process.kill('SIGKILL')
        expect((await started.done).signal).toBe('SIGKILL')
        for (const remove of removes) remove()
        expect([world.served(EXTRACTION), world.served(ROUTER)]).toStrictEqual(['v1.1.0', 'v1.1.0'])
      } else {
        refuses(world, 'router v1.0.0')
        expect((await world.restore(wish)).outputs).toMatchObject({ decision: 'partly-restored', restored: '1' })
        refuses(world, null)
      }
      expect([await world.versionOf(EXTRACTION), await world.versionOf(ROUTER)]).toStrictEqual(['v1.0.0', 'v1.0.0'])
      const again = await world.restore(wish)
      expect(again.outputs.decision).toBe('restored')
      expect([world.served(EXTRACTION), world.served(ROUTER)]).toStrictEqual(['v1.0.0', 'v1.0.0'])
      expect((await world.restore(wish)).outputs).toMatchObject({ decision: 'refused', reason: 'bad-input' })
    })(),
  )

  it(
    'what comes after a failed component is not deployed',
    inRestoreWorld(async (world) => {
      const config = 'components:\n  agents/*:\n    after: [prompts/*]\n'
      await world.edgit.commit({ '.github/tagback.yml': config }, 'config', world.date())
      await withTags(world)
      refuses(world, 'extraction v1.0.0')
      const result = await world.restore({ component: '*', to: 'v1.0.0' })
      expect(result.outputs).toMatchObject({ decision: 'partly-restored', restored: '1', failed: '2' })
      expect(result.outputs.sentence).toContain(`${ROUTER} was not deployed, because it comes after ${EXTRACTION}`)
      expect(world.served(ROUTER)).toBe('')
    }),
  )

  it.each([
    ['before it could record that: a new run', false],
    ['with its record open: the second attempt of the same run', true],
  ])('killed right after the move, %s finishes it, also with previous', (_, recorded) =>
    inRestoreWorld(async (world) => {
      await world.version(EXTRACTION, 'v1.0.0')
      await world.version(EXTRACTION, 'v1.1.0')
      await world.version(EXTRACTION, 'v1.2.0')
      for (const version of ['v1.0.0', 'v1.1.0', 'v1.2.0']) await world.move(EXTRACTION, 'production', version)
      const wish = { environment: 'production', component: 'extraction', to: 'previous' }
      let kill = (): void => {}
      const match = { kind: 'rest', method: 'POST', route: '/repos/{owner}/{repo}/deployments' } as const
      const removes = [
        world.github.inject({ match, fault: { kind: 'first', run: async () => kill() } }),
        ...(recorded ? [] : [world.github.inject({ match, fault: { kind: 'status', status: 502 } })]),
      ]
      const started = world.start(wish, { runId: 77 })
      kill = () => void started.process.kill('SIGKILL')
      expect((await started.done).signal).toBe('SIGKILL')
      for (const remove of removes) remove()
      expect([await world.versionOf(EXTRACTION), world.served(EXTRACTION)]).toStrictEqual(['v1.1.0', 'v1.2.0'])
      const again = await world.restore(wish, recorded ? { runId: 77, runAttempt: 2 } : {})
      expect(again.outputs.decision).toBe('restored')
      expect([await world.versionOf(EXTRACTION), world.served(EXTRACTION)]).toStrictEqual(['v1.1.0', 'v1.1.0'])
    })(),
  )

  it(
    'somebody moves one of the tags first: none is moved, nothing is deployed',
    inRestoreWorld(async (world) => {
      await withTags(world)
      await world.version(ROUTING, 'v1.2.0')
      world.github.inject({
        match: { operation: 'TagbackMove' },
        times: 1,
        fault: { kind: 'first', run: () => world.set(ROUTING, 'production', 'v1.2.0') },
      })
      const result = await world.restore({ component: '*', to: 'v1.0.0', 'backup-tag': 'true' })
      expect(result.outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
      expect(result.exitCode).toBe(1)
      expect(await versions(world)).toStrictEqual(['v1.1.0', 'v1.1.0', 'v1.2.0'])
      expect([world.deploys(), world.records()]).toStrictEqual([[], []])
      expect([...(await world.repository.refs()).keys()].filter((ref) => ref.includes('backup'))).toStrictEqual([])
    }),
  )

  it.each([
    ['GITHUB_TOKEN', 'actions', 'move-refused'],
    ['an App that may write workflows', 'app', 'unproven'],
  ] as const)('workflow files differ from the default branch: with %s the plan says what will be', (_, kind, reason) =>
    inRestoreWorld(
      async (world) => {
        const workflow = (text: string) => ({ '.github/workflows/deploy.yml': `name: ${text}\n` })
        await world.version(EXTRACTION, 'v1.0.0', workflow('old'))
        await world.version(EXTRACTION, 'v1.1.0', workflow('new'))
        await world.set(EXTRACTION, 'production', 'v1.1.0')
        const wish = { component: 'extraction', to: 'v1.0.0' }
        const plan = await world.restore({ ...wish, 'dry-run': 'true' })
        expect(plan.outputs.decision).toBe('planned')
        const warned = plan.summary.includes('GitHub may refuse to let GITHUB&#95;TOKEN move these tags')
        expect(warned).toBe(kind === 'actions')
        if (warned) expect(plan.summary).toContain('extraction v1.0.0 (deploy.yml)')
        expect((await world.restore(wish)).outputs.reason).toBe(reason)
      },
      { token: kind === 'app' ? { kind, workflows: true } : {} },
    )(),
  )

  it(
    'GitHub refuses the move: nothing is deployed, and the command that does it is said',
    inRestoreWorld(async (world) => {
      await withTags(world)
      world.repository.protect('refs/tags/components/*/*/production', { bypass: ['ada'] })
      const result = await world.restore({ component: 'extraction', to: 'v1.0.0' })
      expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'move-refused' })
      expect(result.log).toContain(`git push --force-with-lease='${PRODUCTION}:`)
      expect(world.deploys()).toStrictEqual([])
    }),
  )
})

describe('people are told', () => {
  it(
    'of the components that need somebody, each in its incident, which the same again closes when it is proven',
    inRestoreWorld(async (world) => {
      await withTags(world)
      refuses(world, 'router v1.0.0')
      const wish = { component: '*', to: 'v1.0.0', reason: 'bad answers', owner: '@octo/oncall' }
      const result = await world.restore(wish)
      const { issues } = world.repository
      expect(issues.map(({ title, state }) => [title, state])).toStrictEqual([
        ['agents/router in production: v1.0.0 needs a person', 'open'],
      ])
      expect(issues[0]?.body).toContain('Put back by hand (grace: bad answers)')
      expect(issues[0]?.body).toContain('@octo/oncall: please have a look')
      expect(issues[0]?.body).toContain('cannot deploy router')
      expect(result.outputs.incidents).toBe(`${world.github.url}/octo/prompts/issues/1`)
      expect(result.summary).toContain(result.outputs.incidents)
      const still = await world.restore(wish)
      expect([still.outputs.decision, issues[0]?.comments.length]).toStrictEqual(['partly-restored', 1])
      refuses(world, null)
      world.github.clearRequests()
      expect((await world.restore(wish)).outputs.decision).toBe('restored')
      expect(issues.map(({ state }) => state)).toStrictEqual(['closed'])
      expect(world.operations().filter((name) => name === '/repos/{owner}/{repo}/issues')).toHaveLength(1)
    }),
  )
})

describe('a guard that is watching', () => {
  it(
    'stands down within a poll when somebody rolls back by hand, and deploys nothing more',
    inRestoreWorld(async (world) => {
      await world.version(EXTRACTION, 'v1.0.0')
      await world.version(EXTRACTION, 'v1.1.0')
      await world.move(EXTRACTION, 'production', 'v1.0.0')
      const push = await world.pushOf(() => world.set(EXTRACTION, 'production', 'v1.1.0'))
      let restored: Promise<Awaited<ReturnType<RestoreWorld['restore']>>> | undefined
      const guard = await world.run(push, {
        inputs: { ...world.followed, 'min-duration': '40s', duration: '50s', threshold: '50%' },
        onLine: (line) => {
          if (restored === undefined && line.includes('Watch v1.1.0'))
            restored = world.restore({ component: 'extraction', to: 'previous' })
        },
      })
      const result = await restored
      expect(guard.outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
      expect(guard.ms).toBeLessThan(40_000)
      expect(result?.outputs.decision).toBe('restored')
      expect(world.served(EXTRACTION)).toBe('v1.0.0')
      expect(world.deploys().slice(-2)).toStrictEqual([
        'extraction v1.1.0 production move',
        'extraction v1.0.0 production restore',
      ])
      expect(world.records()).toStrictEqual([
        'Deploy v1.0.0: success',
        'Deploy v1.1.0: inactive',
        'Restore v1.0.0: success',
      ])
    }),
  )
})

describe('bad input changes nothing', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['nothing meant', { to: 'previous' }, /expected component, surface or changeset, got none/],
    ['two ways to mean it', { component: '*', surface: 'a', to: 'previous' }, /got component and surface/],
    ['no state', { component: '*' }, /Input to: expected a state/],
    ['a state of no kind', { component: '*', to: 'latest' }, /Input to: expected previous, a version/],
    ['a time without a zone', { component: '*', to: '2024-11-12T14:47:00' }, /it has no zone/],
    ['backups without a backup', { component: '*', to: 'previous', 'keep-backups': '3' }, /backup-tag: true beside it/],
    ['a flag of no kind', { component: '*', to: 'previous', atomic: 'yes' }, /Input atomic: expected true or false/],
    [
      'a glob of environments',
      { environment: 'prod*', component: '*', to: 'previous' },
      /Input environment: expected the name of an environment/,
    ],
  ])('%s', (_, inputs, said) =>
    inRestoreWorld(async (world) => {
      const result = await world.restore(inputs)
      expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'bad-input' })
      expect(result.outputs.sentence).toMatch(said)
      expect(world.github.requests).toStrictEqual([])
    })(),
  )

  it(
    'what only GitHub knows to be wrong: components, environments, versions, quarantine, content, rights',
    inRestoreWorld(async (world) => {
      await withTags(world)
      const [refs, wrong] = [await world.repository.refs(), new Map<string, string>()]
      const restore = async (name: string, inputs: Record<string, string>, token = world.token) => {
        const result = await world.restore({ component: 'extraction', to: 'v1.0.0', ...inputs }, { token })
        expect([result.outputs.decision, result.exitCode]).toStrictEqual(['refused', 1])
        wrong.set(name, `${result.outputs.reason}: ${result.outputs.sentence}`)
      }
      await restore('component', { component: 'extracton' })
      await restore('environment', { environment: 'prodution' })
      await restore('version', { to: 'v1.0.1' })
      await restore('several', { component: '*', to: 'v9.0.0' })
      await restore('glob', { component: 'tools/*' })
      await restore('previous', { to: 'previous' })
      const reader = { contents: 'read', deployments: 'write' } as const
      await restore('rights', {}, world.github.createToken({ kind: 'actions', permissions: reader }))
      expect(Object.fromEntries(wrong)).toStrictEqual({
        component:
          'bad-input: component: "extracton": there is no such component, did you mean components/prompts/extraction, components/agents/router, components/configs/routing?',
        environment: 'bad-input: environment: no component has a tag called prodution, did you mean production?',
        version: `not-possible: ${EXTRACTION} has no version "v1.0.1", did you mean v1.0.0, v1.1.0?`,
        several: expect.stringMatching(
          /^not-possible: 3 problems:\n- .*router has no version.*\n.*routing has no version.*\n.*extraction has no version/,
        ),
        glob: 'bad-input: component: no component in this environment matches "tools/*", did you mean agents/*, configs/*, prompts/*?',
        previous: `not-possible: ${EXTRACTION} in production: no record tells what was there before. Name a version such as v1.0.0`,
        rights: expect.stringMatching(/^token-rights: The token may not move tags/),
      })
      expect(await world.repository.refs()).toStrictEqual(refs)
      expect([world.records(), world.deploys()]).toStrictEqual([[], []])
    }),
  )

  it(
    'a release without the files of the component',
    inRestoreWorld(async (world) => {
      const empty = await world.edgit.commit({ 'README.md': 'nothing yet\n' }, 'start', world.date())
      await world.edgit.createVersion(EXTRACTION, 'v0.1.0', world.date())
      await world.push('main', `refs/tags/${EXTRACTION}/v0.1.0`)
      await withTags(world)
      const result = await world.restore({ component: 'extraction', to: 'v0.1.0' })
      expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'content-missing' })
      expect(result.outputs.sentence).toContain(
        `(prompts/extraction.md in v1.1.0) are not in v0.1.0, commit ${empty.slice(0, 7)}`,
      )
    }),
  )
})

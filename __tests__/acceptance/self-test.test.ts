import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { gitEnvironment, tryCommand } from '../../testing/github/run-git.ts'
import type { TokenRequest } from '../../testing/github/tokens.ts'
import { deliverTagPushes, type TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import { readText, snippetsOf } from '../docs/snippets.ts'
import { inWorld } from './in-world.ts'
import { COMPONENT, PRODUCTION, type World } from './world.ts'

const FOLDER = join(import.meta.dirname, '../../selftest')
const CALLER =
  snippetsOf('docs/installing.md').find(({ text }) => text.includes('workflows/selftest.yml@v1'))?.text ?? ''
const PERMISSIONS = { contents: 'write', deployments: 'write', actions: 'read' } as const
const APP = { kind: 'app', permissions: { contents: 'write' }, workflows: true } as const
const RUN = '4711'
/** Hundreds of small programs. */
const SLOW = 240_000

const DOCUMENTED = [...readText('selftest/README.md').matchAll(/^\| (?!fact|---)(.+?) \| .+ \|$/gm)].map(
  ([, fact]) => fact,
)

type Row = { fact: string; holds: string }

const rowsOf = (summary: string): Row[] =>
  [...summary.matchAll(/^\| (.+?) \| (yes|\*\*no\*\*|not asked|either way) \| /gm)].map(
    ([, fact = '', holds = '']) => ({
      fact,
      holds,
    }),
  )

/** What GitHub does with the pushes of an App: a run each, with the title that the documented `run-name` comes to. */
const startRuns = ({ github, repository }: World, shaOf = ({ sha }: TagPush): string => sha) =>
  deliverTagPushes(github, repository.fullName, async (push) => {
    const { before, after, forced } = push.event.payload
    const sha = shaOf(push)
    repository.workflowRuns.push({
      ...{
        id: 9000 + repository.workflowRuns.length,
        number: 1,
        event: 'push',
        workflow: 'selftest.yml',
        sha,
        inputs: {},
      },
      ...{ title: `tagback-selftest ${sha} ${before} ${after} ${forced}`, branch: push.ref.slice('refs/tags/'.length) },
      ...{ actor: { login: 'tagback[bot]', type: 'Bot' }, status: 'completed', conclusion: 'success' },
      ...{ createdAt: new Date().toISOString(), cancel: new AbortController() },
    })
  })

type Options = {
  app?: TokenRequest
  token?: TokenRequest['permissions']
  shaOf?: (push: TagPush) => string
  /** Kills the self-test when its summary has this many rows. */
  killedAfter?: number
}

/** Runs the two steps of the action, as the runner does: the second one whatever became of the first. */
async function selfTest(world: World, options: Options = {}) {
  const { github, repository, edgit } = world
  await edgit.commit({ '.github/workflows/selftest.yml': CALLER }, 'feat: call the self-test', world.date())
  await world.push('main')
  const before = await repository.refs()
  const folder = mkdtempSync(join(world.root, 'self-test-'))
  const [summary, output] = [join(folder, 'summary'), join(folder, 'output')]
  for (const file of [summary, output]) writeFileSync(file, '')
  const env = {
    TOKEN: github.createToken({ kind: 'actions', permissions: options.token ?? PERMISSIONS }),
    APP_TOKEN: options.app ? github.createToken(options.app) : '',
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_SHA: before.get('refs/heads/main') ?? '',
    GITHUB_RUN_ID: RUN,
    GITHUB_WORKFLOW_REF: `${repository.fullName}/.github/workflows/selftest.yml@refs/heads/main`,
    ...{ GITHUB_SERVER_URL: github.url, GITHUB_API_URL: github.apiUrl, GITHUB_GRAPHQL_URL: github.graphqlUrl },
    ...{ GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output, EVENTS_WITHIN: '20', EVENTS_AFTER: '1' },
  }
  const delivery = startRuns(world, options.shaOf)
  const asked = await askIn(
    folder,
    env,
    () => rowsOf(readFileSync(summary, 'utf8')).length >= (options.killedAfter ?? 99),
  )
  const made = [...(await repository.refs()).keys()].filter((ref) => !before.has(ref))
  const cleaned = await tryCommand('bash', folder, [join(FOLDER, 'clean-up.sh')], { env })
  await delivery.idle()
  delivery.stop()
  const rows = rowsOf(readFileSync(summary, 'utf8'))
  const factsThat = (word: string): string[] => rows.filter(({ holds }) => holds === word).map(({ fact }) => fact)
  const [after, facts] = [await repository.refs(), rows.map(({ fact }) => fact)]
  return { before, made, asked, cleaned, after, facts, factsThat, output: readFileSync(output, 'utf8') }
}

const askIn = async (folder: string, env: Record<string, string>, mustDie: () => boolean): Promise<number | null> => {
  const child = spawn('bash', [join(FOLDER, 'ask.sh')], {
    ...{ cwd: folder, env: gitEnvironment(env), detached: true, stdio: 'ignore' },
  })
  const look = setInterval(() => {
    if (mustDie() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, 50)
  const [code] = await once(child, 'close')
  clearInterval(look)
  return code
}

describe('the self-test', () => {
  it(
    'finds on the local GitHub what Tagback relies on, and leaves nothing behind',
    inWorld(async (world) => {
      const { asked, cleaned, facts, factsThat, before, made, after, output } = await selfTest(world, { app: APP })
      expect(facts).toStrictEqual(DOCUMENTED)
      expect([factsThat('**no**'), factsThat('not asked')]).toStrictEqual([[], []])
      expect(factsThat('yes')).toHaveLength(33)
      expect([asked, cleaned.code, output]).toStrictEqual([0, 0, 'failed=0\nunasked=0\n'])
      expect(made.filter((ref) => !ref.startsWith(`refs/tags/tagback-selftest/${RUN}/`))).toStrictEqual([])
      expect(after).toStrictEqual(before)
      expect(world.repository.deployments).toStrictEqual([])
    }),
    SLOW,
  )

  it(
    'finds what is otherwise',
    inWorld(async (world) => {
      world.repository.protect(`refs/tags/tagback-selftest/${RUN}/nested`)
      const { asked, factsThat, output } = await selfTest(world, {
        token: { ...PERMISSIONS, deployments: 'read' },
        app: { ...APP, workflows: false },
        shaOf: ({ event }) => event.payload.after,
      })
      expect(factsThat('**no**')).toStrictEqual([
        'git pushes annotated and nested tags with this token',
        '`updateRefs` moves a nested tag',
        'A tag can be pointed back at the object that it held before',
        'One request to git lists tags with their commits, through nested ones',
        'GraphQL follows tags through nested tags, and names them without the prefix that was asked for',
        'An App with `workflows: write` may push them',
        'An App may, by `updateRefs`',
        'A Deployment can be made with `deployments: write`, in an environment with slashes',
        'GraphQL answers it by its environment within 2 s',
        'Its payload is what was sent',
        'Its creator is who the token is, or `github-actions`',
        'The newest comes first',
        'The text of its last status is read back within 2 s',
        '`GITHUB_SHA` for a nested tag is the commit',
      ])
      expect([asked, output]).toStrictEqual([1, 'failed=14\nunasked=0\n'])
    }),
    SLOW,
  )

  it(
    'does not ask what needs an App when there is none, and deletes nothing of another run',
    inWorld(async (world) => {
      const theirs = `refs/tags/tagback-selftest/${RUN}0/first`
      await world.release('v1.0.0', 0)
      await world.push(`refs/tags/${COMPONENT}/v1.0.0:${theirs}`)
      const { asked, factsThat, before, after } = await selfTest(world)
      expect(factsThat('not asked')).toHaveLength(9)
      expect([asked, factsThat('**no**')]).toStrictEqual([0, []])
      expect(after).toStrictEqual(before)
      expect(after.has(theirs)).toBe(true)
    }),
    SLOW,
  )

  it(
    'leaves nothing behind when it is killed',
    inWorld(async (world) => {
      const { asked, cleaned, made, before, after } = await selfTest(world, { killedAfter: 5 })
      expect(made).not.toStrictEqual([])
      expect([asked, cleaned.code]).toStrictEqual([null, 0])
      expect(after).toStrictEqual(before)
    }),
    SLOW,
  )

  it(
    'refuses to write to any other tag',
    inWorld(async (world) => {
      const { github, repository, root } = world
      const target = await world.release('v1.0.0', 0)
      await world.moveProduction('v1.0.0')
      const before = await repository.refs()
      const env = {
        ...{ TOKEN: github.createToken({ kind: 'actions', permissions: PERMISSIONS }), GITHUB_RUN_ID: RUN, id: 'R_1' },
        ...{ GITHUB_REPOSITORY: repository.fullName, GITHUB_SERVER_URL: github.url, GITHUB_API_URL: github.apiUrl },
        ...{ GITHUB_GRAPHQL_URL: github.graphqlUrl },
      }
      const attempt = (command: string, more: Record<string, string> = {}) =>
        tryCommand('bash', root, ['-c', `source '${join(FOLDER, 'github.sh')}'; ${command}`], {
          env: { ...env, ...more },
        })
      for (const ref of [
        PRODUCTION,
        `refs/tags/tagback-selftest/${RUN}/../../x`,
        `refs/tags/tagback-selftest/${RUN}9/x`,
      ]) {
        for (const command of [
          `move "$TOKEN" "${ref} ${before.get(PRODUCTION)} ${target}"`,
          `push "$TOKEN" "${target} ${ref}"`,
        ])
          expect(await attempt(command)).toMatchObject({
            code: 2,
            stderr: expect.stringContaining('not one of its own'),
          })
      }
      expect(await attempt('', { GITHUB_RUN_ID: '1/../../components' })).toMatchObject({ code: 2 })
      expect(await repository.refs()).toStrictEqual(before)
    }),
  )
})

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import type { IssueRecord } from '../../testing/github/issue-record.ts'
import type { ActionResult } from '../../testing/runner/start-action.ts'
import { inWorld, withVersions } from './in-world.ts'
import { linksIn } from './rendered.ts'
import { startWebhook } from './webhook.ts'
import { COMPONENT, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

const RIGHTS = { contents: 'write', deployments: 'write' } as const

/** Versions 1.0.0 in production, 1.1.0 that cannot be deployed, 1.2.0 that can. */
async function withBroken(world: World): Promise<void> {
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 0, { broken: 'yes' })
  rmSync(join(world.edgit.workTree, 'broken'))
  await world.release('v1.2.0', 0)
  await world.moveProduction('v1.0.0')
}

type Webhook = Awaited<ReturnType<typeof startWebhook>>

const withWebhook = (test: (world: World, webhook: Webhook, other: Webhook) => Promise<unknown>) => async () => {
  const [webhook, other] = [await startWebhook(), await startWebhook()]
  try {
    await inWorld((world) => test(world, webhook, other))()
  } finally {
    await Promise.all([webhook.close(), other.close()])
  }
}

const warningsOf = ({ annotations }: ActionResult): string[] =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)

describe('an end that is not clean', () => {
  it.concurrent(
    'opens an issue, the next one comments there, and the release that is kept closes it',
    inWorld(async (world) => {
      await withBroken(world)
      const inputs = { ...UNWATCHED, owner: '@octo/oncall' }
      const first = await world.run(await world.moveProduction('v1.1.0'), { inputs })
      expect(first.outputs).toMatchObject({ decision: 'rolled-back', reason: 'deploy-failed' })
      const { issues } = world.repository
      expect(issues).toHaveLength(1)
      const [issue] = issues
      expect(issue).toMatchObject({
        state: 'open',
        title: 'prompts/extraction in production: rolled back from v1.1.0 to v1.0.0',
        labels: ['tagback'],
        user: { login: 'github-actions[bot]' },
      })
      const body = issue?.body ?? ''
      expect(body).toContain('broken: v1.1.0')
      expect(body).toContain('@octo/oncall: please have a look')
      expect(body).toContain('| Served now | v1.0.0 (asked for, and served) |')
      expect(body).toContain(`git push --force origin 'refs/tags/${COMPONENT}/production'`)
      expect(body).toMatch(/\[run\]\(http:\S+\/octo\/prompts\/actions\/runs\/\d+\/attempts\/1\)/)
      expect(body).toContain('/deployments/activity_log?environment=production%2Fprompts%2Fextraction')
      expect(first.outputs.incident).toBe(`${world.github.url}/octo/prompts/issues/1`)
      expect(first.summary).toContain(first.outputs.incident)

      // A new tag object for the same version: somebody's decision to try once more.
      const second = await world.run(await world.moveProduction('v1.1.0'), { inputs })
      expect(second.outputs).toMatchObject({ decision: 'rolled-back', incident: first.outputs.incident })
      expect(issues).toHaveLength(1)
      expect(issue?.comments).toHaveLength(1)
      expect(issue?.comments[0]?.body).toContain('@octo/oncall')

      const third = await world.run(await world.moveProduction('v1.2.0'), { inputs })
      expect(third.outputs).toMatchObject({ decision: 'kept', incident: first.outputs.incident })
      expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' })
      expect(issue?.comments[1]?.body).toMatch(/v1\.2\.0 is deployed to production[\s\S]*Closed by \[this run\]/)

      const fourth = await world.run(await world.moveProduction('v1.1.0'), { inputs })
      expect(fourth.outputs.incident).toBe(`${world.github.url}/octo/prompts/issues/2`)
    }),
  )

  it.concurrent(
    'of two components opens two issues, and repairs only its own',
    inWorld(async (world) => {
      await withBroken(world)
      const other = 'components/prompts/summary'
      for (const [version, broken] of [
        ['v2.0.0', false],
        ['v2.1.0', true],
      ] as const) {
        if (broken) await world.edgit.commit({ broken: 'yes' }, 'break', world.date())
        await world.edgit.createVersion(other, version, world.date())
        await world.push(`refs/tags/${other}/${version}`)
      }
      const inputs = { ...UNWATCHED, 'verify-url': '' }
      await world.move('production', 'v2.0.0', other)
      await world.run(await world.move('production', 'v2.1.0', other), { inputs })
      await world.run(await world.moveProduction('v1.1.0'), { inputs })
      expect(world.repository.issues.map(({ title, state }) => [title, state])).toStrictEqual([
        ['prompts/summary in production: rolled back from v2.1.0 to v2.0.0', 'open'],
        ['prompts/extraction in production: rolled back from v1.1.0 to v1.0.0', 'open'],
      ])
      await world.run(await world.moveProduction('v1.2.0'), { inputs })
      expect(world.repository.issues.map(({ state }) => state)).toStrictEqual(['open', 'closed'])
    }),
  )

  it.concurrent(
    'is told nowhere with on-rollback: none',
    inWorld(async (world) => {
      await withBroken(world)
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { ...UNWATCHED, 'on-rollback': 'none' },
      })
      expect(result.outputs).toMatchObject({ decision: 'rolled-back', incident: '' })
      expect(world.repository.issues).toStrictEqual([])
      expect(world.github.requests.filter(({ path }) => path.includes('/issues'))).toStrictEqual([])
    }),
  )

  it.concurrent(
    'stays what it is without issues: write: a warning names the permission',
    inWorld(
      async (world) => {
        await withBroken(world)
        const result = await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
        expect(result.outputs).toMatchObject({ decision: 'rolled-back', tag: 'moved-back', incident: '' })
        expect(warningsOf(result).at(-1)).toContain('issues: write')
        expect(world.records()).toStrictEqual(['Deploy v1.1.0: failure', 'Rollback to v1.0.0: success'])
      },
      { token: { permissions: RIGHTS } },
    ),
  )

  it.concurrent.each<[string, Parameters<World['github']['inject']>[0]['fault'], number, RegExp | null]>([
    [
      'issues that are disabled',
      { kind: 'status', status: 410, body: '{"message":"Issues has been disabled"}' },
      0,
      /disabled/,
    ],
    ['an answer of 500', { kind: 'status', status: 500 }, 0, /could not be written/],
    ['an answer that is lost after the issue was opened', { kind: 'drop-after' }, 1, null],
  ])('%s when opening changes no outcome', (_name, fault, issues, warning) =>
    inWorld(async (world) => {
      await withBroken(world)
      const push = await world.moveProduction('v1.1.0')
      world.github.inject({ match: { method: 'POST', route: '/repos/{owner}/{repo}/issues' }, fault })
      const result = await world.run(push, { inputs: UNWATCHED })
      expect(result.outputs).toMatchObject({ decision: 'rolled-back', reason: 'deploy-failed' })
      expect(world.repository.issues).toHaveLength(issues)
      if (warning) expect(warningsOf(result).at(-1)).toMatch(warning)
      else expect(result.outputs.incident).toBe(`${world.github.url}/octo/prompts/issues/1`)
    })(),
  )
})

describe('issues of others', () => {
  it.concurrent(
    'with our label and our first line are neither commented on nor closed, nor are pull requests',
    inWorld(async (world) => {
      await withBroken(world)
      const issues = world.repository.issues as IssueRecord[]
      const push = await world.moveProduction('v1.1.0')
      await world.run(push, { inputs: UNWATCHED })
      const ours = issues[0]
      if (!ours) throw new Error('no issue was opened')
      // Older than ours, so that each would be taken first.
      issues.unshift({ ...ours, id: 1, number: 91, user: { login: 'mallory', type: 'User' }, comments: [] })
      issues.unshift({ ...ours, id: 2, number: 92, pullRequest: true, comments: [] })
      issues.unshift({ ...ours, id: 3, number: 93, body: `see below\n${ours.body}`, comments: [] })
      await world.run(await world.moveProduction('v1.2.0'), { inputs: UNWATCHED })
      expect(issues.map(({ number, state, comments }) => [number, state, comments.length])).toStrictEqual([
        [93, 'open', 0],
        [92, 'open', 0],
        [91, 'open', 0],
        [1, 'closed', 1],
      ])
    }),
  )

  it.concurrent(
    'more than a page of them do not hide ours',
    inWorld(async (world) => {
      await withBroken(world)
      const issues = world.repository.issues as IssueRecord[]
      await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
      const ours = issues[0]
      if (!ours) throw new Error('no issue was opened')
      for (let number = 1000; number < 1130; number++) issues.push({ ...ours, id: number, number, body: 'another' })
      issues.push(...issues.splice(0, 1))
      await world.run(await world.moveProduction('v1.2.0'), { inputs: UNWATCHED })
      expect(ours.state).toBe('closed')
    }),
  )
})

describe('what a deploy prints', () => {
  it.concurrent(
    'mentions nobody in an issue, links nothing, closes nothing, and cannot pass for another incident',
    inWorld(async (world) => {
      await withBroken(world)
      const evil = [
        '@octocat @octo/team fixes #1, closes octo/prompts#2 https://evil.example www.evil.example',
        '```',
        '<!-- tagback: components/prompts/summary in production -->',
        '</details><img src=x onerror=alert(1)> ![x](https://evil.example/x.png) [x](javascript:1)',
        '~~~ | | | `code` **bold** <!--',
        '# heading',
      ]
      const print = `cat >&2 <<'END'\n${evil.join('\n')}\nEND\n[ "$TAGBACK_REASON" = rollback ] || exit 5\n${world.inputs['deploy-command']}`
      await world.run(await world.moveProduction('v1.1.0'), { inputs: { ...UNWATCHED, 'deploy-command': print } })
      const [issue] = world.repository.issues
      const [marker, ...body] = (issue?.body ?? '').split('\n')
      expect(marker).toBe(`<!-- tagback: ${COMPONENT} in production -->`)
      expect(body.join('\n')).toContain('octocat')
      expect(linksIn(body.join('\n'), world.github.url)).toStrictEqual([])
    }),
  )

  it.concurrent(
    'is cut to what GitHub takes',
    inWorld(async (world) => {
      await withBroken(world)
      const print = `yes '@octocat \`\`\` 🙂' | head -c 300000 >&2\n[ "$TAGBACK_REASON" = rollback ] || exit 5\n${world.inputs['deploy-command']}`
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { ...UNWATCHED, 'deploy-command': print },
      })
      expect(result.outputs.incident).toBe(`${world.github.url}/octo/prompts/issues/1`)
      expect(world.repository.issues[0]?.body?.length).toBeLessThan(65_536)
    }),
  )
})

describe('notify-webhook', () => {
  it.concurrent(
    'is told an incident and its end, in short, with links and without mentions; its address is shown nowhere',
    withWebhook(async (world, webhook) => {
      await withBroken(world)
      const print = `echo "<!channel> @here ${webhook.url} $HOOK" >&2\n${world.inputs['deploy-command']}`
      const inputs = { ...UNWATCHED, 'deploy-command': print, 'notify-webhook': '{env:HOOK}' }
      const env = { HOOK: webhook.url }
      const bad = await world.run(await world.moveProduction('v1.1.0'), { inputs, env })
      const good = await world.run(await world.moveProduction('v1.2.0'), { inputs, env })
      const again = await world.run(await world.moveProduction('v1.0.0'), { inputs, env })
      expect([bad, good, again].map(({ outputs }) => outputs.decision)).toStrictEqual(['rolled-back', 'kept', 'kept'])
      expect(webhook.received.map(({ method, type }) => [method, type])).toStrictEqual(
        Array(2).fill(['POST', 'application/json; charset=utf-8']),
      )
      const [incident = '', repaired = ''] = webhook.received.map(
        ({ body }) => (JSON.parse(body) as { text: string }).text,
      )
      expect(incident).toMatch(/^prompts\/extraction in production: rolled back from v1\.1\.0 to v1\.0\.0\n/)
      expect(incident).toContain(bad.outputs.incident)
      expect(incident).toContain('/actions/runs/')
      expect(incident).not.toMatch(/<!|@here/)
      expect(repaired).toMatch(/^Repaired: prompts\/extraction in production: v1\.2\.0 kept/)
      const everything = JSON.stringify([bad, good].map(({ stdout: _, ...seen }) => seen))
      expect(everything + JSON.stringify([world.repository.issues, world.repository.deployments])).not.toContain(
        's3cret',
      )
    }),
  )

  it.concurrent(
    'that redirects, fails, hangs up or is gone is a warning with its host, never with its path',
    withWebhook(async (world, webhook, elsewhere) => {
      await withBroken(world)
      const inputs = { ...UNWATCHED, 'notify-webhook': webhook.url, 'on-rollback': 'none' }
      for (const [answer, said] of [
        [{ status: 302, location: `${elsewhere.url}/other` }, 'redirected elsewhere'],
        [{ status: 500, body: `no_service ${webhook.url}` }, 'answered 500'],
        ['hang-up', 'could not be reached'],
      ] as const) {
        webhook.answer(answer)
        const result = await world.run(await world.moveProduction('v1.1.0'), { inputs })
        expect(result.outputs.decision).toBe('rolled-back')
        expect(warningsOf(result).at(-1)).toMatch(`notify-webhook was not told: ${new URL(webhook.url).host} ${said}`)
        expect(result.log + result.summary + JSON.stringify(result.outputs)).not.toContain('s3cret')
      }
      expect(elsewhere.received).toStrictEqual([])
    }),
  )

  it.concurrent.each([
    ['http://hooks.example.com/s3cret', /expected an address with https/],
    ['hooks.example.com/s3cret', /expected an address with https/],
    ['{env:NOT_THERE}', /expected a value for NOT_THERE/],
  ])('%s is refused before anything is written, and not shown', (address, problem) =>
    inWorld(async (world) => {
      await withVersions(world)
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { ...UNWATCHED, 'notify-webhook': address },
      })
      expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'bad-input' })
      expect(result.outputs.sentence).toMatch(problem)
      expect(result.log).not.toContain('s3cret')
    })(),
  )
})

import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { git, tryGit } from '../../../testing/github/run-git.ts'
import { COMPONENT, type Fixture, PRODUCTION, startFixture } from './local-fixture.ts'

const ZERO = '0'.repeat(40)

let fixture: Fixture
beforeEach(async () => {
  fixture = await startFixture()
})
afterEach(() => fixture.close())

const setProduction = (version: string, minute: number): Promise<string> =>
  fixture.edgit.setEnvironment(COMPONENT, 'production', version, `2026-11-20T10:${minute}:00Z`)

describe('a push of a moved environment tag', () => {
  test('moves the ref and tells of it with the ids of the tag objects', async () => {
    const before = await fixture.value(PRODUCTION)
    const after = await setProduction('v1.0.0', 10)
    expect((await fixture.push([PRODUCTION])).code).toBe(0)
    expect(await fixture.value(PRODUCTION)).toBe(after)
    const [payload, ...more] = await fixture.pushes()
    expect(more).toEqual([])
    expect(payload).toMatchObject({
      ref: PRODUCTION,
      before,
      after,
      created: false,
      deleted: false,
      forced: true,
      base_ref: null,
      commits: [],
      head_commit: { id: fixture.commits.one, message: 'feat: v1' },
      repository: { full_name: 'acme/prompts', default_branch: 'main' },
      pusher: { name: 'octocat' },
      sender: { login: 'octocat', type: 'User' },
    })
  })

  test('by an app tells of the app, by GITHUB_TOKEN tells nobody', async () => {
    await setProduction('v2.0.0', 11)
    expect((await fixture.push([PRODUCTION], 'actions')).code).toBe(0)
    expect(await fixture.pushes()).toEqual([])
    await setProduction('v2.0.0', 12)
    expect((await fixture.push([PRODUCTION], 'app')).code).toBe(0)
    expect((await fixture.pushes())[0]?.sender).toMatchObject({ login: 'tagback[bot]', type: 'Bot' })
  })

  test('by GITHUB_TOKEN is refused when workflow files differ, and other refs of the push are moved', async () => {
    const before = await fixture.value(PRODUCTION)
    await setProduction('v1.0.0', 13)
    const { code, stderr } = await fixture.push([PRODUCTION, 'main:refs/heads/copy'], 'actions')
    expect(code).toBe(1)
    expect(stderr).toContain(
      'remote rejected] components/prompts/extraction/production -> components/prompts/extraction/production ' +
        '(refusing to allow a GitHub App to create or update workflow `.github/workflows/guard.yml` without `workflows` permission)',
    )
    expect(await fixture.value(PRODUCTION)).toBe(before)
    expect(await fixture.value('refs/heads/copy')).toBe(fixture.commits.two)
  })
})

test('a deletion is told as a push and as a deletion', async () => {
  const before = await fixture.value(PRODUCTION)
  expect((await fixture.push([`:${PRODUCTION}`])).code).toBe(0)
  const [payload] = await fixture.pushes()
  expect(payload).toMatchObject({
    before,
    after: ZERO,
    deleted: true,
    created: false,
    forced: false,
    head_commit: null,
  })
  const told = fixture.events.map(({ name, payload: { ref } }) => [name, ref])
  expect(told).toEqual([
    ['push', PRODUCTION],
    ['delete', `${COMPONENT}/production`],
  ])
})

test('three tags of one push are told, four are not, and a branch beside them still is', async () => {
  const tags = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => `main:refs/tags/t${from + index}`)
  await fixture.push(tags(1, 3))
  expect((await fixture.pushes()).map(({ ref }) => ref)).toEqual(['refs/tags/t1', 'refs/tags/t2', 'refs/tags/t3'])
  await fixture.push([...tags(4, 7), 'main:refs/heads/b'])
  expect((await fixture.pushes()).slice(3).map(({ ref }) => ref)).toEqual(['refs/heads/b'])
  expect(await fixture.value('refs/tags/t7')).toBe(fixture.commits.two)
})

describe('who may push', () => {
  test('not a token without contents: write, already at the first question', async () => {
    const { code, stderr } = await fixture.push(['main:refs/heads/b'], 'app', { contents: 'read' })
    expect(code).toBe(128)
    expect(stderr).toContain('403')
    const token = fixture.github.createToken({ kind: 'app', permissions: { contents: 'read' } })
    const url = `${fixture.repository.cloneUrl}/info/refs?service=git-receive-pack`
    const answer = await fetch(url, {
      headers: { authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}` },
    })
    expect([answer.status, await answer.text()]).toEqual([403, 'Write access to repository not granted.\n'])
  })

  test('not a token that nobody knows', async () => {
    const answer = await fetch(`${fixture.repository.cloneUrl}/info/refs?service=git-upload-pack`, {
      headers: { authorization: 'Basic bm9ib2R5Om5vdGhpbmc=' },
    })
    expect(answer.status).toBe(401)
  })

  test('not against a ruleset', async () => {
    fixture.repository.protect('refs/tags/components/*/*/production')
    await setProduction('v2.0.0', 14)
    const { stderr } = await fixture.push([PRODUCTION])
    expect(stderr).toContain(`GH013: Repository rule violations found for ${PRODUCTION}`)
    expect(stderr).toContain('(push declined due to repository rule violations)')
  })
})

/** One request to git-receive-pack without objects, as a client without git makes it. */
const rawMove = async (before: string, after: string, kind: 'user' | 'actions'): Promise<string> => {
  const { github, repository } = fixture
  const token = github.createToken({ kind, permissions: { contents: 'write' } })
  const line = `${before} ${after} ${PRODUCTION}\0 report-status-v2 atomic object-format=sha1`
  const pack = Buffer.from('5041434b0000000200000000', 'hex')
  const answer = await fetch(`${repository.cloneUrl}/git-receive-pack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-git-receive-pack-request',
      authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
    },
    body: Buffer.concat([
      Buffer.from(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`, 'latin1'),
      pack,
      createHash('sha1').update(pack).digest(),
    ]),
  })
  return answer.text()
}

test('a bare request to git-receive-pack compares, moves and is told', async () => {
  const before = (await fixture.value(PRODUCTION)) ?? ''
  const { one, two } = fixture.versions
  expect(await rawMove(two, one, 'user')).toContain(`ng ${PRODUCTION}`)
  expect(await fixture.value(PRODUCTION)).toBe(before)
  expect(await rawMove(before, one, 'actions')).toContain(`ng ${PRODUCTION} refusing to allow a GitHub App`)
  expect(await rawMove(before, one, 'user')).toContain(`ok ${PRODUCTION}`)
  expect(await fixture.value(PRODUCTION)).toBe(one)
  expect((await fixture.pushes()).map(({ after }) => after)).toEqual([one])
})

test('a commit that is no tip of a ref can be fetched without its files', async () => {
  const { github, repository, edgit } = fixture
  const url = repository.cloneUrlWithToken(github.createToken({ kind: 'actions', permissions: { contents: 'read' } }))
  const clone = `${edgit.workTree}/.git/clone-test`
  await git(edgit.workTree, ['init', '--quiet', '--bare', clone])
  const args = ['fetch', '--depth=1', '--filter=tree:0', '--no-tags', url, fixture.commits.one]
  expect((await tryGit(clone, args)).code).toBe(0)
  expect(github.requests.every(({ kind }) => kind === 'git')).toBe(true)
})

test('pushes at the same time do not get into each other', async () => {
  const names = Array.from({ length: 6 }, (_, index) => `refs/heads/b${index}`)
  const results = await Promise.all(names.map((name) => fixture.push([`main:${name}`], 'actions')))
  expect(results.map(({ code }) => code)).toEqual(names.map(() => 0))
  const refs = await fixture.repository.refs()
  expect(names.every((name) => refs.get(name) === fixture.commits.two)).toBe(true)
})

import { getOctokit } from '@actions/github'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { COMPONENT, type Fixture, PRODUCTION, startFixture, statusOf } from './local-fixture.ts'

const REPO = { owner: 'acme', repo: 'prompts' }
const TAG = PRODUCTION.slice('refs/'.length)

let fixture: Fixture
let octokit: ReturnType<typeof getOctokit>
beforeEach(async () => {
  fixture = await startFixture()
  octokit = fixture.octokit('user')
})
afterEach(() => fixture.close())

const messageOf = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: { status: number; response?: { data: { message: string } } }) =>
      `${error.status} ${error.response?.data.message}`,
  )

describe('a look at a ref', () => {
  test('gives the tag object, then 304 until the ref has moved', async () => {
    const first = await octokit.rest.git.getRef({ ...REPO, ref: TAG })
    expect(first.data.object).toMatchObject({ type: 'tag', sha: await fixture.value(PRODUCTION) })
    const headers = { 'if-none-match': first.headers.etag ?? '' }
    expect(await statusOf(octokit.rest.git.getRef({ ...REPO, ref: TAG, headers }))).toBe(304)
    const left = (await octokit.rest.rateLimit.get()).data.rate.remaining
    expect(left).toBe(4999)

    await octokit.rest.git.updateRef({ ...REPO, ref: TAG, sha: fixture.versions.one, force: true })
    const second = await octokit.rest.git.getRef({ ...REPO, ref: TAG, headers })
    expect(second.data.object.sha).toBe(fixture.versions.one)
    expect(fixture.github.requests.map(({ status, kind }) => [status, kind])).toEqual([
      [200, 'conditional'],
      [304, 'conditional'],
      [200, 'api'],
      [200, 'api'],
      [200, 'conditional'],
    ])
  })

  test('matches prefixes within a name, and nothing gives an empty list', async () => {
    const { data } = await octokit.rest.git.listMatchingRefs({ ...REPO, ref: `tags/${COMPONENT}/v` })
    expect(data.map(({ ref }) => ref)).toEqual([`refs/tags/${COMPONENT}/v1.0.0`, `refs/tags/${COMPONENT}/v2.0.0`])
    expect((await octokit.rest.git.listMatchingRefs({ ...REPO, ref: 'tags/none' })).data).toEqual([])
  })

  test('works with slashes that are not encoded, and at the root of the server', async () => {
    const token = fixture.github.createToken({ kind: 'user', permissions: { contents: 'read' } })
    const { url } = fixture.github
    const answer = await fetch(`${url}/repos/acme/prompts/git/ref/${TAG}`, {
      headers: { authorization: `token ${token}` },
    })
    expect(answer.status).toBe(200)
  })
})

test('refs are created, moved and deleted with the words of GitHub', async () => {
  const { git } = octokit.rest
  const ref = 'refs/tags/new'
  const { one, two } = fixture.commits
  expect(await statusOf(git.createRef({ ...REPO, ref, sha: two }))).toBe(201)
  expect(await messageOf(git.createRef({ ...REPO, ref, sha: two }))).toBe('422 Reference already exists')
  expect(await messageOf(git.createRef({ ...REPO, ref: 'refs/tags/x', sha: 'a'.repeat(40) }))).toBe(
    '422 Object does not exist',
  )
  expect(await messageOf(git.updateRef({ ...REPO, ref: 'tags/new', sha: one }))).toBe(
    '422 Update is not a fast forward',
  )
  expect(await messageOf(git.updateRef({ ...REPO, ref: 'tags/no', sha: one }))).toBe('422 Reference does not exist')
  expect(await statusOf(git.updateRef({ ...REPO, ref: 'tags/new', sha: one, force: true }))).toBe(200)
  expect(await statusOf(git.deleteRef({ ...REPO, ref: 'tags/new' }))).toBe(204)
  expect(await messageOf(git.deleteRef({ ...REPO, ref: 'tags/new' }))).toBe('422 Reference does not exist')
  expect(await messageOf(git.getRef({ ...REPO, ref: 'tags/new' }))).toBe('404 Not Found')
  expect((await fixture.pushes()).map(({ created, deleted }) => [created, deleted])).toEqual([
    [true, false],
    [false, false],
    [false, true],
  ])
  expect(fixture.github.violations).toEqual([])
})

test('a tag object is made without a ref, and a ref is pointed at it', async () => {
  const { git } = octokit.rest
  const { one } = fixture.commits
  const made = await git.createTag({ ...REPO, tag: 'backup-1', message: 'Backup\n', object: one, type: 'commit' })
  expect(made.data).toMatchObject({ tag: 'backup-1', message: 'Backup\n', object: { sha: one, type: 'commit' } })
  expect(await messageOf(git.getRef({ ...REPO, ref: 'tags/backup-1' }))).toBe('404 Not Found')
  await git.createRef({ ...REPO, ref: 'refs/tags/backup-1', sha: made.data.sha })
  expect((await git.getTag({ ...REPO, tag_sha: made.data.sha })).data.tagger.name).toBe('octocat')
  const nested = { ...REPO, tag: 'x', message: 'm', object: 'a'.repeat(40), type: 'commit' as const }
  expect(await messageOf(git.createTag(nested))).toBe('422 Object does not exist')
  expect(fixture.github.violations).toEqual([])
})

test('tags, commits, files, folders and comparisons are read from git', async () => {
  const { git, repos } = octokit.rest
  const tag = await git.getTag({ ...REPO, tag_sha: (await fixture.value(PRODUCTION)) ?? '' })
  expect(tag.data).toMatchObject({ tag: `${COMPONENT}/production`, object: { type: 'tag', sha: fixture.versions.two } })
  const commit = await git.getCommit({ ...REPO, commit_sha: fixture.commits.two })
  expect(commit.data).toMatchObject({ message: 'feat: v2', parents: [{ sha: fixture.commits.one }] })
  const file = await repos.getContent({ ...REPO, path: 'prompts/extraction.md', ref: `${COMPONENT}/v1.0.0` })
  expect(file.data).toMatchObject({ content: 'djEK', encoding: 'base64', size: 3 })
  const folder = await repos.getContent({ ...REPO, path: '.github/workflows' })
  expect(folder.data).toMatchObject([{ name: 'guard.yml', type: 'file' }])
  expect(await messageOf(repos.getContent({ ...REPO, path: 'nothing' }))).toBe('404 Not Found')
  const basehead = `${fixture.commits.two}...${fixture.commits.one}`
  expect((await repos.compareCommitsWithBasehead({ ...REPO, basehead })).data).toMatchObject({
    status: 'behind',
    behind_by: 1,
  })
  expect(fixture.github.violations).toEqual([])
})

describe('who may ask', () => {
  test('not a token that is unknown, revoked or expired', async () => {
    const { github } = fixture
    const revoked = github.createToken({ kind: 'user', permissions: { contents: 'read' } })
    github.revokeToken(revoked)
    const expired = github.createToken({ kind: 'app', permissions: { contents: 'read' }, expiresAt: new Date(0) })
    for (const token of ['ghp_unknown', revoked, expired]) {
      const { rest, graphql } = getOctokit(token, { baseUrl: github.apiUrl })
      expect(await messageOf(rest.git.getRef({ ...REPO, ref: TAG }))).toBe('401 Bad credentials')
      expect(await messageOf(graphql('{ viewer { login } }'))).toBe('401 Bad credentials')
    }
  })

  test('not a token without the permission, which the answer names', async () => {
    const { rest } = fixture.octokit('actions', { contents: 'read' })
    const error = await rest.git.deleteRef({ ...REPO, ref: TAG }).catch((caught) => caught)
    expect(error.status).toBe(403)
    expect(error.response.data.message).toBe('Resource not accessible by integration')
    expect(error.response.headers['x-accepted-github-permissions']).toBe('contents=write')
  })

  test('not GITHUB_TOKEN for a move that brings other workflow files', async () => {
    const { rest } = fixture.octokit('actions')
    const error = await rest.git
      .updateRef({ ...REPO, ref: TAG, sha: fixture.versions.one, force: true })
      .catch((caught) => caught)
    expect(error.status).toBe(403)
    expect(error.response.headers['x-accepted-github-permissions']).toContain('workflows=write')
  })
})

describe('what is not implemented or not right is loud', () => {
  test('a route that is not there', async () => {
    expect(await messageOf(octokit.rest.repos.get(REPO))).toContain('501 The local GitHub has no route for GET')
    expect(fixture.github.violations).toHaveLength(1)
  })

  test('a body that does not fit the description of GitHub', async () => {
    const wrong = { ...REPO, ref: 'refs/tags/x', sha: 12, colour: 'red' } as unknown as {
      ref: string
      sha: string
    } & typeof REPO
    expect(await messageOf(octokit.rest.git.createRef(wrong))).toContain('422 Invalid request.')
    expect(fixture.github.violations[0]).toMatch(/"colour" is unknown.*body\/sha must be string/)
  })
})

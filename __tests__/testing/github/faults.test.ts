import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Fixture, PRODUCTION, startFixture, statusOf } from './local-fixture.ts'

const REPO = { owner: 'acme', repo: 'prompts' }
const UPDATE = '/repos/{owner}/{repo}/git/refs/{ref}'

let fixture: Fixture
beforeEach(async () => {
  fixture = await startFixture()
})
afterEach(() => fixture.close())

const move = (): Promise<number> =>
  statusOf(
    fixture.octokit('user').rest.git.updateRef({
      ...REPO,
      ref: PRODUCTION.slice('refs/'.length),
      sha: fixture.versions.one,
      force: true,
    }),
  )

test('a status answers in place of the effect, as often as it was told', async () => {
  const before = await fixture.value(PRODUCTION)
  const fault = { kind: 'status', status: 503, headers: { 'retry-after': '1' } } as const
  fixture.github.inject({ match: { route: UPDATE }, times: 2, fault })
  expect([await move(), await move()]).toEqual([503, 503])
  expect(await fixture.value(PRODUCTION)).toBe(before)
  expect(await move()).toBe(200)
})

test('a connection is cut before the effect, or after it', async () => {
  const before = await fixture.value(PRODUCTION)
  const remove = fixture.github.inject({ match: { method: 'PATCH' }, fault: { kind: 'drop-before' } })
  expect(await move()).toBe(500)
  expect(await fixture.value(PRODUCTION)).toBe(before)
  remove()
  fixture.github.inject({ match: { method: 'PATCH' }, fault: { kind: 'drop-after' } })
  expect(await move()).toBe(500)
  expect(await fixture.value(PRODUCTION)).toBe(fixture.versions.one)
  expect(fixture.github.requests.map(({ status }) => status)).toEqual([0, 0])
})

test('only the request is hit that was meant, by count, by operation or by any question', async () => {
  const { github } = fixture
  const teapot = { kind: 'status', status: 418 } as const
  github.inject({ match: { route: UPDATE, nth: 2 }, fault: teapot })
  expect([await move(), await move(), await move()]).toEqual([200, 418, 200])
  github.inject({ match: { operation: 'Named' }, fault: teapot })
  const ask = (query: string) =>
    fixture
      .octokit('user')
      .graphql(query)
      .then(
        () => 200,
        ({ status }: { status: number }) => status,
      )
  expect(await ask('query Named { viewer { login } }')).toBe(418)
  expect(await ask('query Other { viewer { login } }')).toBe(200)
  github.inject({ match: ({ kind, path }) => kind === 'git' && path.endsWith('/git-receive-pack'), fault: teapot })
  expect((await fixture.push(['main:refs/heads/x'])).stderr).toContain('418')
})

test('somebody can do something at the worst moment', async () => {
  const run = async () => {
    await fixture.push([`${fixture.commits.two}:${PRODUCTION}`])
  }
  fixture.github.inject({ match: { route: UPDATE }, fault: { kind: 'first', run } })
  expect(await move()).toBe(200)
  expect((await fixture.pushes()).map(({ after }) => after)).toEqual([fixture.commits.two, fixture.versions.one])
})

test('a delay comes before the answer', async () => {
  fixture.github.inject({ match: { route: UPDATE }, fault: { kind: 'delay', ms: 30 } })
  expect(await move()).toBe(200)
  expect(fixture.github.requests[0]?.ms).toBeGreaterThanOrEqual(29)
})

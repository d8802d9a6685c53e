import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { TokenKind } from '../../../testing/github/tokens.ts'
import { COMPONENT, type Fixture, graphqlErrors, PRODUCTION, startFixture } from './local-fixture.ts'

const MOVE = 'mutation Move($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }'
const ZERO = '0'.repeat(40)
const STAGING = `refs/tags/${COMPONENT}/staging`

type Update = { name: string; beforeOid?: string; afterOid: string; force?: boolean }

let fixture: Fixture
let repositoryId: string
let production: string
beforeEach(async () => {
  fixture = await startFixture()
  production = (await fixture.value(PRODUCTION)) ?? ''
  const query = 'query Id { repository(owner: "acme", name: "prompts") { id } }'
  const found = await fixture.octokit('user').graphql<{ repository: { id: string } }>(query)
  repositoryId = found.repository.id
})
afterEach(() => fixture.close())

const move = (updates: readonly Update[], kind: TokenKind = 'user') =>
  graphqlErrors(fixture.octokit(kind).graphql(MOVE, { input: { repositoryId, refUpdates: updates } }))

describe('a move', () => {
  test('goes to a former tag object when the ref is where it was expected', async () => {
    const { versions } = fixture
    expect(await move([{ name: PRODUCTION, beforeOid: production, afterOid: versions.one, force: true }])).toEqual([])
    expect(await fixture.value(PRODUCTION)).toBe(versions.one)
  })

  test('is refused when the ref is elsewhere, and compares the tag object and not the commit', async () => {
    const { versions, commits } = fixture
    for (const beforeOid of [versions.two, commits.two, ZERO]) {
      const [error] = await move([{ name: PRODUCTION, beforeOid, afterOid: versions.one, force: true }])
      expect(error?.message).toContain(`points to ${production}`)
    }
    expect(await fixture.value(PRODUCTION)).toBe(production)
  })

  test('is refused without force when it is not a fast-forward', async () => {
    const [error] = await move([{ name: PRODUCTION, beforeOid: production, afterOid: fixture.versions.one }])
    expect(error).toMatchObject({ type: 'UNPROCESSABLE', message: 'Update is not a fast forward' })
  })

  test('is refused when it is none', async () => {
    const [error] = await move([{ name: PRODUCTION, beforeOid: production, afterOid: production, force: true }])
    expect(error?.message).toContain('Nothing to update')
  })

  test('is refused when the object does not exist', async () => {
    const afterOid = 'a'.repeat(40)
    const [error] = await move([{ name: PRODUCTION, beforeOid: production, afterOid, force: true }])
    expect(error?.message).toBe('Object does not exist')
  })

  test('creates with zeros before and deletes with zeros after', async () => {
    const { two } = fixture.versions
    expect(await move([{ name: STAGING, beforeOid: ZERO, afterOid: two }])).toEqual([])
    expect(await fixture.value(STAGING)).toBe(two)
    expect(await move([{ name: STAGING, beforeOid: two, afterOid: ZERO }])).toEqual([])
    expect(await fixture.value(STAGING)).toBeUndefined()
  })
})

test('moves several refs or none', async () => {
  const { one, two } = fixture.versions
  const good = { name: STAGING, beforeOid: ZERO, afterOid: two }
  const [error] = await move([good, { name: PRODUCTION, beforeOid: two, afterOid: one, force: true }])
  expect(error?.message).toContain(PRODUCTION)
  expect(await fixture.value(STAGING)).toBeUndefined()
  expect(await fixture.value(PRODUCTION)).toBe(production)

  expect(await move([good, { name: PRODUCTION, beforeOid: production, afterOid: one, force: true }])).toEqual([])
  expect(await fixture.value(STAGING)).toBe(two)
  expect(await fixture.value(PRODUCTION)).toBe(one)
})

test('refuses the same ref twice', async () => {
  const update = { name: STAGING, beforeOid: ZERO, afterOid: fixture.versions.two }
  expect((await move([update, update]))[0]?.message).toContain('more than once')
})

test('lets one of two movers win when both saw the same value', async () => {
  const { one, two } = fixture.versions
  const results = await Promise.all(
    [one, two].map((afterOid) => move([{ name: PRODUCTION, beforeOid: production, afterOid, force: true }])),
  )
  expect(results.filter((errors) => errors.length === 0)).toHaveLength(1)
})

describe('who may move', () => {
  test('GITHUB_TOKEN may not, when the workflow files differ from those of the branches', async () => {
    const [error] = await move(
      [{ name: PRODUCTION, beforeOid: production, afterOid: fixture.versions.one, force: true }],
      'actions',
    )
    expect(error).toMatchObject({ type: 'FORBIDDEN' })
    expect(error?.message).toContain('`.github/workflows/guard.yml` without `workflows` permission')
    expect(await fixture.value(PRODUCTION)).toBe(production)
  })

  test('GITHUB_TOKEN may, when a branch has the same workflow files', async () => {
    await fixture.push([`${fixture.commits.one}:refs/heads/old-workflows`])
    const update = { name: PRODUCTION, beforeOid: production, afterOid: fixture.versions.one, force: true }
    expect(await move([update], 'actions')).toEqual([])
  })

  test('a token without contents: write may not', async () => {
    const octokit = fixture.octokit('app', { contents: 'read' })
    const refUpdates = [{ name: STAGING, beforeOid: ZERO, afterOid: fixture.versions.two }]
    const [error] = await graphqlErrors(octokit.graphql(MOVE, { input: { repositoryId, refUpdates } }))
    expect(error).toMatchObject({ type: 'FORBIDDEN', message: 'Resource not accessible by integration' })
  })

  test('only who is exempt from the ruleset may', async () => {
    fixture.repository.protect('refs/tags/components/**/production', { bypass: ['tagback[bot]'] })
    const update = { name: PRODUCTION, beforeOid: production, afterOid: fixture.versions.two, force: true }
    expect((await move([update]))[0]?.message).toContain('Repository rule violations found')
    expect(await move([update], 'app')).toEqual([])
  })

  test('nobody may move the tag of an immutable release', async () => {
    fixture.repository.publishRelease(PRODUCTION)
    const update = { name: PRODUCTION, beforeOid: production, afterOid: fixture.versions.two, force: true }
    expect((await move([update]))[0]?.message).toContain('immutable')
  })
})

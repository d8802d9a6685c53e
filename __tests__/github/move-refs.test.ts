import { afterEach, describe, expect, it } from '@jest/globals'
import type { Fault } from '../../testing/github/faults.ts'
import { createFixture, type Fixture, PRODUCTION } from './repository-fixture.ts'

let fixture: Fixture
afterEach(() => fixture.close())

const readId = async () => {
  const { port } = fixture
  const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
  return (await port.readState({ component, environment: 'production', ref: PRODUCTION, before: fixture.before }))
    .repositoryId
}
const moveBack = async () => {
  const id = await readId()
  fixture.github.clearRequests()
  return fixture.port.moveRefs(id, [{ ref: PRODUCTION, expected: fixture.after, to: fixture.before }])
}
const onMove = (fault: Fault) => fixture.github.inject({ match: { operation: 'TagbackMove' }, fault })
const onGit = (fault: Fault) =>
  fixture.github.inject({ match: (target) => target.path.endsWith('/git-receive-pack'), times: 1, fault })

describe('moveRefs', () => {
  it('moves a tag back to the former tag object in one request', async () => {
    fixture = await createFixture()
    expect(await moveBack()).toStrictEqual({ kind: 'moved', via: 'graphql' })
    expect(await fixture.production()).toBe(fixture.before)
    expect(fixture.github.requests).toHaveLength(1)
    expect(fixture.github.violations).toStrictEqual([])
  })

  it('invariant 1: leaves a tag alone that somebody moved', async () => {
    fixture = await createFixture()
    const id = await readId()
    await fixture.edgit.setEnvironment('components/prompts/extraction', 'production', 'v1.0.0', '2026-11-20T10:00:00Z')
    await fixture.push(PRODUCTION)
    const theirs = await fixture.production()
    const result = await fixture.port.moveRefs(id, [{ ref: PRODUCTION, expected: fixture.after, to: fixture.before }])
    expect(result).toStrictEqual({ kind: 'conflict', ref: PRODUCTION, found: theirs })
    expect(await fixture.production()).toBe(theirs)
  })

  it('invariant 1: leaves it alone also when it is moved between the refusal and the second way', async () => {
    fixture = await createFixture()
    onMove({ kind: 'status', status: 403 })
    onGit({
      kind: 'first',
      run: async () => {
        await fixture.edgit.setEnvironment(
          'components/prompts/extraction',
          'production',
          'v1.0.0',
          '2026-11-20T11:00:00Z',
        )
        await fixture.push(PRODUCTION)
      },
    })
    const result = await moveBack()
    expect(result).toMatchObject({ kind: 'conflict' })
    expect(await fixture.production()).not.toBe(fixture.before)
  })

  it('moves several tags or none', async () => {
    fixture = await createFixture()
    const id = await readId()
    const other = 'refs/tags/components/prompts/extraction/staging'
    const result = await fixture.port.moveRefs(id, [
      { ref: PRODUCTION, expected: fixture.after, to: fixture.before },
      { ref: other, expected: fixture.v1, to: fixture.before },
    ])
    expect(result).toMatchObject({ kind: 'conflict', ref: other })
    expect(await fixture.production()).toBe(fixture.after)
  })

  it('finds out that it moved the tag when the connection is lost after the effect', async () => {
    fixture = await createFixture()
    onMove({ kind: 'drop-after' })
    expect(await moveBack()).toStrictEqual({ kind: 'moved', via: 'graphql' })
    expect(await fixture.production()).toBe(fixture.before)
    expect(fixture.github.requests.filter(({ operation }) => operation === 'TagbackMove')).toHaveLength(1)
  })

  it.each<[string, Fault]>([
    ['refuses', { kind: 'status', status: 403, body: '{"message":"Resource not accessible by integration"}' }],
    ['fails', { kind: 'status', status: 502, body: '<html>Unicorn</html>' }],
    ['hangs up before it acted', { kind: 'drop-before' }],
  ])('goes through git when GraphQL %s', async (_name, fault) => {
    fixture = await createFixture()
    onMove(fault)
    expect(await moveBack()).toStrictEqual({ kind: 'moved', via: 'git' })
    expect(await fixture.production()).toBe(fixture.before)
  })

  it('does not take an answer of a copy that lags for a move of somebody else', async () => {
    fixture = await createFixture()
    onMove({ kind: 'status', status: 502 })
    const body = JSON.stringify({ ref: PRODUCTION, object: { sha: fixture.v1, type: 'tag' } })
    const headers = { 'content-type': 'application/json' }
    fixture.github.inject({
      match: { kind: 'rest', method: 'GET' },
      times: 2,
      fault: { kind: 'status', status: 200, body, headers },
    })
    expect(await moveBack()).toStrictEqual({ kind: 'moved', via: 'git' })
    expect(await fixture.production()).toBe(fixture.before)
  })

  it('finds out that git moved the tag when its answer is lost', async () => {
    fixture = await createFixture()
    onMove({ kind: 'status', status: 500 })
    onGit({ kind: 'drop-after' })
    expect(await moveBack()).toStrictEqual({ kind: 'moved', via: 'git' })
  })

  it('says that it was refused, and why, when neither way is allowed', async () => {
    fixture = await createFixture()
    fixture.repository.protect(PRODUCTION)
    const result = await moveBack()
    expect(result).toMatchObject({ kind: 'refused', detail: expect.stringMatching(/rule violations/i) })
    expect(await fixture.production()).toBe(fixture.after)
  })

  it('says that it was refused to a token without rights', async () => {
    fixture = await createFixture({ permissions: { contents: 'read', deployments: 'write' } })
    expect(await moveBack()).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining('Resource not accessible by integration'),
    })
  })

  it('says that GitHub cannot be reached when nothing answers', async () => {
    fixture = await createFixture()
    const id = await readId()
    fixture.github.inject({ match: () => true, fault: { kind: 'drop-before' } })
    const result = await fixture.port.moveRefs(id, [{ ref: PRODUCTION, expected: fixture.after, to: fixture.before }])
    expect(result).toMatchObject({ kind: 'unreachable' })
    expect(await fixture.production()).toBe(fixture.after)
  })

  it.each<[string, Fault, Fault]>([
    ['an outage', { kind: 'status', status: 502 }, { kind: 'status', status: 503 }],
    ['a rate limit', { kind: 'status', status: 429 }, { kind: 'status', status: 429 }],
    [
      'a rate limit that is answered as 403',
      { kind: 'status', status: 403, headers: { 'retry-after': '60' }, body: '{"message":"You have exceeded"}' },
      { kind: 'status', status: 503 },
    ],
    [
      'a secondary rate limit that names no time',
      { kind: 'status', status: 403, body: '{"message":"You have exceeded a secondary rate limit. Please wait"}' },
      { kind: 'status', status: 503 },
    ],
    ...['RATE_LIMITED', 'RATE_LIMIT'].map((type): [string, Fault, Fault] => [
      `a rate limit of the type ${type}`,
      {
        ...{ kind: 'status', status: 200, body: JSON.stringify({ errors: [{ type, message: 'API rate limit' }] }) },
        headers: { 'content-type': 'application/json' },
      },
      { kind: 'status', status: 503 },
    ]),
    [
      'an error without a type',
      {
        ...{ kind: 'status', status: 200, body: '{"data":null,"errors":[{"message":"Something went wrong"}]}' },
        headers: { 'content-type': 'application/json' },
      },
      { kind: 'status', status: 500 },
    ],
    [
      'the page of a proxy',
      { kind: 'status', status: 200, body: '<html>Log in</html>', headers: { 'content-type': 'text/html' } },
      { kind: 'status', status: 502 },
    ],
  ])('does not take %s for a refusal, so that it is tried again later', async (_name, onGraphql, onReceivePack) => {
    fixture = await createFixture()
    onMove(onGraphql)
    onGit(onReceivePack)
    expect(await moveBack()).toMatchObject({ kind: 'unreachable' })
    expect(await fixture.production()).toBe(fixture.after)
  })

  it('does not take a repository that cannot be seen any more for a tag that was deleted', async () => {
    fixture = await createFixture()
    onMove({ kind: 'status', status: 404 })
    onGit({ kind: 'status', status: 404 })
    fixture.github.inject({ match: { kind: 'rest' }, fault: { kind: 'status', status: 404 } })
    expect(await moveBack()).toMatchObject({ kind: 'refused' })
  })

  it('refuses an object that the server does not have', async () => {
    fixture = await createFixture()
    const result = await fixture.port.moveRefs(await readId(), [
      { ref: PRODUCTION, expected: fixture.after, to: 'd'.repeat(40) },
    ])
    expect(result.kind).toBe('refused')
    expect(await fixture.production()).toBe(fixture.after)
  })
})

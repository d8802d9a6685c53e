import { afterEach, describe, expect, it } from '@jest/globals'
import { createRepository } from '../../src/github/create-repository.ts'
import { ABSENT } from '../../src/tags/git-object.ts'
import { resolveRelease } from '../../src/tags/resolve-release.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from './repository-fixture.ts'

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }
let fixture: Fixture
afterEach(() => fixture.close())

const readState = (before = fixture.before) =>
  fixture.port.readState({ component, environment: 'production', ref: PRODUCTION, before })

describe('readState', () => {
  it('reads everything with one request, and nothing unknown to GitHub', async () => {
    fixture = await createFixture()
    const state = await readState()
    expect(fixture.github.requests).toHaveLength(1)
    expect(fixture.github.violations).toStrictEqual([])
    expect(state).toMatchObject({ actor: 'tagback', installationToken: true, actionsToken: false, records: [] })
    expect(state.versionTags).toHaveLength(2)
    const resolved = [state.tag, state.before].map(
      (object) => object && resolveRelease(object, component, state.versionTags),
    )
    expect(resolved).toMatchObject([
      { release: { version: 'v1.1.0', object: fixture.after, commit: fixture.commit }, remarks: [] },
      { release: { version: 'v1.0.0', object: fixture.before }, remarks: [] },
    ])
  })

  it('knows GITHUB_TOKEN from the token of an App', async () => {
    fixture = await createFixture({ kind: 'actions' })
    expect(await readState()).toMatchObject({ actor: 'github-actions', actionsToken: true, installationToken: false })
  })

  it('reads a tag that was just made, and one that is not there', async () => {
    fixture = await createFixture()
    expect(await readState(ABSENT)).toMatchObject({ before: null })
    expect(await readState('d'.repeat(40))).toMatchObject({ before: null })
  })

  it('reads its own records back, and leaves out those of others', async () => {
    fixture = await createFixture()
    const state = await readState()
    const to = resolveRelease(state.tag as never, component, state.versionTags)
    if (to.kind !== 'release') throw new Error(to.explanation)
    const run = { id: 1, attempt: 1, url: 'https://github.com/octo/prompts/actions/runs/1' }
    const payload = {
      kind: 'guard' as const,
      component: COMPONENT,
      environment: 'production',
      to: to.release,
      from: null,
      target: null,
      actor: 'ada',
      run,
    }
    const id = await fixture.port.openRecord(component, payload)
    await fixture.port.reportInProgress(id)
    expect((await readState()).records).toMatchObject([{ ...payload, closed: null, creator: 'tagback' }])
    const statuses = { route: '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses' }
    fixture.github.inject({ match: statuses, times: 1, fault: { kind: 'drop-after' } })
    await fixture.port.closeRecord(id, { decision: 'kept', reason: 'healthy', sentence: 'all is well' })
    expect((await readState()).records).toMatchObject([{ closed: { decision: 'kept', reason: 'healthy' } }])

    const deactivated = { state: 'inactive' as const, environment: '', environmentUrl: '', logUrl: '', description: '' }
    for (const { statuses } of fixture.repository.deployments) {
      const [newest] = statuses.slice(-1)
      if (newest) statuses.push({ ...newest, ...deactivated, environment: newest.environment })
    }
    expect((await readState()).records).toMatchObject([{ closed: { decision: 'kept', reason: 'healthy' } }])

    const forger = await createForger(fixture)
    await forger.openRecord(component, payload)
    expect(await readState()).toMatchObject({ records: [{ creator: 'tagback' }], strangers: ['mallory'] })
    expect(fixture.github.violations).toStrictEqual([])
  })

  it('says what is wrong with a token that GitHub does not know', async () => {
    fixture = await createFixture()
    fixture.github.revokeToken(fixture.token)
    await expect(readState()).rejects.toThrow('Bad credentials')
  })

  it('repeats a read that failed', async () => {
    fixture = await createFixture()
    fixture.github.inject({ match: { operation: 'TagbackGuard' }, times: 1, fault: { kind: 'status', status: 502 } })
    expect(await readState()).toMatchObject({ actor: 'tagback' })
  })
})

describe('lookAtTag', () => {
  it('asks conditionally, and sees a move', async () => {
    fixture = await createFixture()
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'at', object: fixture.after })
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'at', object: fixture.after })
    expect(fixture.github.requests.map(({ status }) => status)).toStrictEqual([200, 304])
    await fixture.edgit.setEnvironment(COMPONENT, 'production', 'v1.0.0', '2026-11-20T10:00:00Z')
    await fixture.push(PRODUCTION)
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'at', object: await fixture.production() })
    await fixture.push('--delete', PRODUCTION)
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'gone' })
  })
})

describe('lookAtTag on answers that do not tell', () => {
  const refs = { kind: 'rest', route: '/repos/{owner}/{repo}/git/ref/{ref}' } as const

  it('does not take one wrong 404 for a deleted tag', async () => {
    fixture = await createFixture()
    fixture.github.inject({ match: refs, times: 1, fault: { kind: 'status', status: 404 } })
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'at', object: fixture.after })
  })

  it('does not take a repository that cannot be seen any more for a deleted tag', async () => {
    fixture = await createFixture()
    fixture.github.inject({ match: { kind: 'rest' }, fault: { kind: 'status', status: 404 } })
    expect(await fixture.port.lookAtTag(PRODUCTION)).toMatchObject({ kind: 'unknown' })
  })

  it('does not take an answer from before its own move for the move of another', async () => {
    fixture = await createFixture()
    await fixture.port.lookAtTag(PRODUCTION)
    const { repositoryId } = await readState()
    await fixture.port.moveRefs(repositoryId, [{ ref: PRODUCTION, expected: fixture.after, to: fixture.before }])
    const stop = fixture.github.inject({ match: refs, fault: { kind: 'status', status: 304 } })
    expect(await fixture.port.lookAtTag(PRODUCTION)).toMatchObject({ kind: 'unknown' })
    stop()
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'at', object: fixture.before })
    await fixture.push(PRODUCTION)
    expect(await fixture.port.lookAtTag(PRODUCTION)).toStrictEqual({ kind: 'at', object: fixture.after })
  })
})

describe('mayPush', () => {
  it.each([
    ['write', 'granted'],
    ['read', 'denied'],
  ] as const)('contents: %s is %s', async (contents, kind) => {
    fixture = await createFixture({ permissions: { contents } })
    expect(await fixture.port.mayPush()).toMatchObject({ kind })
  })

  it('does not take an outage for an answer', async () => {
    fixture = await createFixture()
    fixture.github.inject({
      match: (target) => target.path.endsWith('/info/refs'),
      fault: { kind: 'status', status: 503 },
    })
    expect(await fixture.port.mayPush()).toMatchObject({ kind: 'unknown' })
  })
})

const createForger = (of: Fixture) => {
  const token = of.github.createToken({
    kind: 'user',
    login: 'mallory',
    permissions: { deployments: 'write', contents: 'read' },
  })
  return createPort(of, token)
}
const createPort = (of: Fixture, token: string) =>
  createRepository({ address: of.address, token, fetch, logUrl: 'https://example.com' })

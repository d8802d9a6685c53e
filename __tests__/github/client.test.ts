import { afterEach, describe, expect, it } from '@jest/globals'
import { createClient } from '../../src/github/client.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from './repository-fixture.ts'

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }
let fixture: Fixture
afterEach(() => fixture.close())

it('gives up a read that hangs, and repeats it', async () => {
  fixture = await createFixture()
  const client = await createClient(fixture.address, fixture.token, 1_000)
  let asked = 0
  const first = () => ++asked === 1
  fixture.github.inject({ match: first, fault: { kind: 'delay', ms: 3_000 } })
  const answer = await client.graphql<{ viewer: { login: string } }>('query Who { viewer { login } }')
  expect(answer.viewer.login).toBe('tagback[bot]')
  expect(asked).toBeGreaterThan(1)
}, 20_000)

describe('a rate limit', () => {
  const LIMIT = '{"message":"You have exceeded a secondary rate limit"}'
  const limited = (seconds: number, times = 1) =>
    fixture.github.inject({
      ...{ match: () => true, times },
      fault: { kind: 'status', status: 403, headers: { 'retry-after': String(seconds) }, body: LIMIT },
    })
  const read = () =>
    fixture.port.readState({ component, environment: 'production', ref: PRODUCTION, before: fixture.before })

  it('that names a short time is waited for, once', async () => {
    fixture = await createFixture()
    limited(1)
    const began = Date.now()
    expect(await read()).toMatchObject({ actor: 'tagback' })
    expect(Date.now() - began).toBeGreaterThan(900)
    limited(1, 2)
    await expect(read()).rejects.toThrow('rate limit of the token is used up')
  })

  it('does not keep a record open that was to be closed', async () => {
    fixture = await createFixture()
    const to = { component: COMPONENT, version: 'v1.1.0', versioned: true, object: fixture.v11, commit: fixture.commit }
    const run = { id: 1, attempt: 1, url: 'https://github.com/octo/prompts/actions/runs/1' }
    const id = await fixture.port.openRecord(component, {
      ...{ kind: 'guard', component: COMPONENT, environment: 'production', to, from: null, target: null },
      ...{ actor: 'ada', run },
    })
    limited(1)
    await fixture.port.closeRecord(id, { decision: 'kept', reason: 'healthy', sentence: 'all is well' })
    expect((await read()).records).toMatchObject([{ closed: { decision: 'kept' } }])
  })

  it('keeps no move waiting: git is asked at once', async () => {
    fixture = await createFixture()
    const { repositoryId } = await read()
    limited(30)
    const began = Date.now()
    const move = { ref: PRODUCTION, expected: fixture.after, to: fixture.before }
    expect(await fixture.port.moveRefs(repositoryId, [move])).toStrictEqual({ kind: 'moved', via: 'git' })
    expect(Date.now() - began).toBeLessThan(5_000)
  })

  it('that names a long time is said to be one, and is not taken for missing rights', async () => {
    fixture = await createFixture()
    limited(3_600)
    await expect(read()).rejects.toThrow(/secondary rate limit.*Run the job again later/)
  })
})

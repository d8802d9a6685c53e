import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { parseTag } from '../../src/tags/parse-tag.ts'
import { createFixture, type Fixture, PRODUCTION } from './repository-fixture.ts'

let fixture: Fixture
beforeEach(async () => {
  fixture = await createFixture({ permissions: { contents: 'write', deployments: 'write', issues: 'write' } })
})
afterEach(() => fixture.close())

/** Opens the incident of production. */
async function open({ port }: Fixture) {
  const parsed = parseTag(PRODUCTION, ['components'])
  if (parsed.kind !== 'environment') throw new Error('expected a tag of an environment')
  return port.incidents.open(parsed, { title: 'bad', body: 'text' })
}

it.each([
  ['502', { kind: 'status', status: 502 }],
  ['lost', { kind: 'drop-after' }],
] as const)('closing an incident is repeated when its answer is %s', async (_name, fault) => {
  const { github, port, repository } = fixture
  const { number } = await open(fixture)
  github.inject({ match: { method: 'PATCH', route: '/repos/{owner}/{repo}/issues/{issue_number}' }, fault, times: 1 })
  await port.incidents.close(number)
  expect(repository.issues.map(({ state }) => state)).toStrictEqual(['closed'])
})

it('a comment is not repeated: it may have been written', async () => {
  const { github, port, repository } = fixture
  const { number } = await open(fixture)
  const route = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
  github.inject({ match: { method: 'POST', route }, fault: { kind: 'drop-after' } })
  await expect(port.incidents.comment(number, 'more')).rejects.toThrow('GitHub did not answer')
  expect(repository.issues[0]?.comments).toHaveLength(1)
})

it('a rate limit is not taken for missing rights', async () => {
  const { github, port } = fixture
  const fault = { kind: 'status', status: 403, headers: { 'retry-after': '3600' } } as const
  github.inject({ match: { kind: 'rest' }, fault })
  await expect(port.incidents.close(1)).rejects.toThrow(/^the rate limit of the token is used up/)
})

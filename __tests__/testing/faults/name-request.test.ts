import { expect, it } from '@jest/globals'
import { moveAskedFor, nameRequest } from '../../../testing/faults/name-request.ts'

const [OLD, NEW] = ['1a'.repeat(20), '2b'.repeat(20)]
const TAG = 'refs/tags/components/prompts/extraction/production'
const graphql = (query: string, variables = {}): Buffer => Buffer.from(JSON.stringify({ query, variables }))

it.each([
  ['POST', '/api/graphql', graphql('\nquery TagbackGuard($owner: String!) { viewer { login } }'), 'query TagbackGuard'],
  ['POST', '/api/v3/repos/octo/prompts/deployments/17/statuses', Buffer.from('{}'), 'POST deployments/{id}/statuses'],
  ['GET', '/api/v3/repos/octo/prompts/git/ref/tags%2Fcomponents%2Fa', Buffer.from(''), 'GET git/ref/{tag}'],
  ['GET', '/octo/prompts.git/info/refs?service=git-upload-pack', Buffer.from(''), 'GET info/refs (git-upload-pack)'],
  ['GET', '/metrics', Buffer.from(''), 'GET /metrics'],
])('%s %s is called the same in every run', (method, url, body, name) => {
  expect(nameRequest(method, url, body)).toBe(name)
})

it('knows what a request would move, and whether it compares', () => {
  const refUpdates = [{ name: TAG, beforeOid: OLD, afterOid: NEW, force: true }]
  const moved = graphql('mutation TagbackMove { x }', { refUpdates })
  expect(moveAskedFor('POST', '/api/graphql', moved)).toStrictEqual([{ ref: TAG, expected: OLD, to: NEW }])
  const blind = graphql('mutation TagbackMove { x }', { refUpdates: [{ name: TAG, afterOid: NEW, force: true }] })
  expect(moveAskedFor('POST', '/api/graphql', blind)).toStrictEqual([{ ref: TAG, expected: null, to: NEW }])
  const pack = Buffer.from(`00c1${OLD} ${NEW} ${TAG}\0 report-status atomic0000PACK`)
  expect(moveAskedFor('POST', '/octo/prompts.git/git-receive-pack', pack)).toStrictEqual([
    { ref: TAG, expected: OLD, to: NEW },
  ])
  const forced = Buffer.from(JSON.stringify({ sha: NEW, force: true }))
  expect(moveAskedFor('PATCH', '/api/v3/repos/octo/prompts/git/refs/tags/x', forced)).toStrictEqual([
    { ref: 'refs/tags/x', expected: null, to: NEW },
  ])
  expect(moveAskedFor('POST', '/api/graphql', graphql('query TagbackGuard { x }'))).toBeNull()
})

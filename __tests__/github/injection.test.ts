import { expect, it } from '@jest/globals'
import type { Client } from '../../src/github/client.ts'
import { GUARD_QUERY } from '../../src/github/guard-query.ts'
import { readState } from '../../src/github/read-state.ts'
import { readNamedVersions } from '../../src/github/read-version-tags.ts'

const ADDRESS = { owner: 'evil"', name: 'evil"){', serverUrl: 'https://github.test', apiUrl: 'https://api.github.test' }
const ID = 'components/evil"/b){evil'

it('names are variables of a query, never its text', async () => {
  const asked: { query: string; variables: object }[] = []
  const client = {
    graphql: async (query: string, variables: object) => {
      asked.push({ query, variables })
      return { viewer: { login: 'ada' }, repository: query.includes('TagbackVersionsByName') ? {} : null }
    },
  } as unknown as Client
  const component = { id: ID, prefix: 'components', type: 'evil"', name: 'b){evil' }
  const request = { component, environment: 'evil"}', ref: `refs/tags/${ID}/evil`, before: 'evil' }
  await expect(readState(client, ADDRESS, request)).rejects.toThrow('cannot be seen')
  await readNamedVersions(client, ADDRESS, ID, ['v1.0.0"){evil'])
  expect(asked).toHaveLength(2)
  for (const { query, variables } of asked) {
    expect(query).not.toContain('evil')
    expect(JSON.stringify(variables)).toContain('evil')
  }
})

it('a tag message of 100,000 characters is not read', () => {
  expect(GUARD_QUERY).not.toMatch(/\bmessage\b/)
})

import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { seedHistory } from '../../../bench/seed-history.ts'
import { readStatesAt } from '../../../src/flows/history/read-states-at.ts'
import { readScope } from '../../../src/flows/scope/read-scope.ts'
import { createHistoryReader } from '../../../src/github/create-history-reader.ts'
import { COMPONENT, createFixture, type Fixture } from '../../github/repository-fixture.ts'

const RECORDS = 250
/** A minute between records: after the one with this number, and before the next. */
const after = (index: number): number => Date.parse('2024-01-01T00:00:30Z') + index * 60_000

let fixture: Fixture
beforeEach(async () => {
  fixture = await createFixture({ kind: 'actions' })
  await seedHistory(fixture.repository, [COMPONENT], RECORDS)
})
afterEach(() => fixture.close())

async function stateAt(moment: number, maxRequests = 100) {
  const { address, token } = fixture
  const reader = await createHistoryReader({ address, token, fetch })
  const scope = { prefixes: ['components'], components: [COMPONENT], environments: ['production'] }
  const { places } = await readScope(reader, scope)
  fixture.github.clearRequests()
  const read = await readStatesAt(reader, places, moment, maxRequests)
  const requests = fixture.github.requests.filter(({ operation }) => operation === 'TagbackHistory').length
  return { read, requests }
}

it.each([
  ['among the newest, which are known already', 240, 0],
  ['on the second page', 120, 2],
  ['at the beginning', 1, 3],
])('knows what was live, %s', async (_, index, requests) => {
  expect(await stateAt(after(index))).toMatchObject({
    ...{ read: { states: [{ release: { version: `v1.${index}.0` }, basis: 'record' }] }, requests },
  })
})

it('says when the requests are used up, and when the records begin', async () => {
  expect(await stateAt(after(1), 1)).toMatchObject({
    ...{
      read: { kind: 'over-budget', sentence: '1 request was not enough to read back to 2024-01-01T00:01:30.000Z' },
    },
  })
  expect(await stateAt(after(-10))).toMatchObject({ read: { kind: 'states', begins: '2024-01-01T00:00:00Z' } })
})

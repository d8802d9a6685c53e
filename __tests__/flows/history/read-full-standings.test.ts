import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { seedHistory } from '../../../bench/seed-history.ts'
import { readFullStandings } from '../../../src/flows/history/read-full-standings.ts'
import type { ReadPlace } from '../../../src/flows/scope/read-scope.ts'
import { createHistoryReader } from '../../../src/github/create-history-reader.ts'
import { foldStanding } from '../../../src/ledger/standing.ts'
import { COMPONENT, createFixture, type Fixture } from '../../github/repository-fixture.ts'

const RECORDS = 250

let fixture: Fixture
beforeEach(async () => {
  fixture = await createFixture({ kind: 'actions' })
  await seedHistory(fixture.repository, [COMPONENT], RECORDS)
})
afterEach(() => fixture.close())

async function readWith(newest: number, maxRequests = 100) {
  const { address, token } = fixture
  const reader = await createHistoryReader({ address, token, fetch })
  const [type = '', name = ''] = COMPONENT.split('/').slice(-2)
  const component = { id: COMPONENT, prefix: 'components', type, name }
  const { of } = await reader.readLedgers([{ component, environment: 'production' }])
  const { records, strangers } = of({ component, environment: 'production' })
  const place = { component, environment: 'production', standing: foldStanding(records.slice(0, newest)), strangers }
  fixture.github.clearRequests()
  const [full] = await readFullStandings(reader, [place as unknown as ReadPlace], maxRequests)
  return { full, requests: fixture.github.requests.length }
}

describe('the full standing of a place', () => {
  it('is read back to the first record', async () => {
    const { full, requests } = await readWith(20)
    expect([full?.standing.records.length, full?.begins, requests]).toStrictEqual([RECORDS, null, 3])
  })

  it('is read by no more requests than are allowed, and says where it begins', async () => {
    const { full, requests } = await readWith(20, 1)
    expect([full?.standing.records.length, requests]).toStrictEqual([100, 1])
    expect(full?.begins).toBe(full?.standing.records.at(-1)?.createdAt)
  })

  it('costs nothing where all is known already', async () => {
    const { full, requests } = await readWith(19)
    expect([full?.standing.records.length, full?.begins, requests]).toStrictEqual([19, null, 0])
  })

  it('is what was known before, without any request', async () => {
    const { full, requests } = await readWith(20, 0)
    expect([full?.standing.records.length, requests]).toStrictEqual([20, 0])
    expect(full?.begins).toBe(full?.standing.records.at(-1)?.createdAt)
  })
})

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { seedHistory } from '../../../bench/seed-history.ts'
import type { HistoryEvent } from '../../../src/flows/history/history-event.ts'
import type { EventFilter } from '../../../src/flows/history/history-request.ts'
import { type EventsRead, readEvents } from '../../../src/flows/history/read-events.ts'
import { createHistoryReader } from '../../../src/github/create-history-reader.ts'
import { COMPONENT, createFixture, type Fixture } from '../../github/repository-fixture.ts'

const RECORDS = 250
const SCOPE = { prefixes: ['components'], components: [], environments: [] }
const ALL: EventFilter = { actors: [], since: null, until: null, limit: 1_000, after: null }

let fixture: Fixture
beforeEach(async () => {
  fixture = await createFixture({ kind: 'actions' })
  await seedHistory(fixture.repository, [COMPONENT], RECORDS)
  fixture.github.clearRequests()
})
afterEach(() => fixture.close())

const read = async (
  filter: Partial<EventFilter> = {},
  maxRequests = 100,
): Promise<{ read: EventsRead; events: HistoryEvent[] }> => {
  const { address, token } = fixture
  const reader = await createHistoryReader({ address, token, fetch })
  const events: HistoryEvent[] = []
  const request = { scope: SCOPE, pairs: [], filter: { ...ALL, ...filter }, maxRequests }
  return { read: await readEvents(reader, request, [], (more) => void events.push(...more)), events }
}
const named = (events: readonly HistoryEvent[]): string[] =>
  events.map((event) =>
    event.kind === 'recorded' ? event.record.node : `${event.move.from?.version} to ${event.move.to?.version}`,
  )
/** Somebody moved the tag by hand before this record. */
const moveByHandBefore = (index: number): void => {
  const payload = fixture.repository.deployments[index]?.payload as { from: { version: string; commit: string } }
  payload.from = { ...payload.from, version: 'v7.7.7' }
}

describe('readEvents', () => {
  it('reads a hundred records a request, back to the beginning', async () => {
    const { read: end, events } = await read()
    expect(end).toMatchObject({ told: RECORDS, records: RECORDS, requests: 3, end: 'whole', after: null })
    expect(events).toHaveLength(RECORDS)
    expect(fixture.github.requests.map(({ operation }) => operation)).toStrictEqual(Array(3).fill('TagbackHistory'))
  })

  it('reads in parts what it reads at once, moves without a record right at the seam included', async () => {
    // The 150th is the last of the second page, the 149th the first of the third.
    for (const index of [150, 60]) moveByHandBefore(index)
    const whole = await read()
    expect(whole.read.told).toBe(RECORDS + 2)
    const parts: HistoryEvent[] = []
    let after: string | null = null
    let runs = 0
    do {
      const part: Awaited<ReturnType<typeof read>> = await read({ after }, 1)
      parts.push(...part.events)
      after = part.read.after
      expect(part.read.end).toBe(after === null ? 'whole' : 'requests')
      runs += 1
    } while (after !== null)
    expect(runs).toBe(3)
    expect(named(parts)).toStrictEqual(named(whole.events))
  })

  it('stops at the page that reaches the limit, and behind since', async () => {
    expect((await read({ limit: 1 })).read).toMatchObject({ told: 100, requests: 1, end: 'limit' })
    const since = Date.parse(fixture.repository.deployments[200]?.createdAt ?? '')
    const { read: end } = await read({ since })
    expect(end).toMatchObject({ told: 50, requests: 1, end: 'whole', after: null })
  })

  it('believes nobody else, and no record that claims another place', async () => {
    const [one, other] = fixture.repository.deployments
    Object.assign(one ?? {}, { creator: { login: 'mallory', type: 'User' } })
    Object.assign(other ?? {}, { environment: 'staging/prompts/extraction', statuses: [] })
    const { read: end } = await read()
    expect(end).toMatchObject({ records: RECORDS - 2, strangers: ['mallory'] })
  })

  it('leaves the last of the hour to others', async () => {
    const reader = await createHistoryReader({ address: fixture.address, token: fixture.token, fetch })
    const spent = {
      ...reader,
      readHistory: async (...args: Parameters<typeof reader.readHistory>) => ({
        ...(await reader.readHistory(...args)),
        requestsLeft: 200,
      }),
    }
    const request = { scope: SCOPE, pairs: [], filter: ALL, maxRequests: 100 }
    expect(await readEvents(spent, request, [], () => {})).toMatchObject({ requests: 1, end: 'rate-limit' })
  })
})

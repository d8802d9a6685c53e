import { afterEach, expect, it, jest } from '@jest/globals'
import { systemClock } from '../../../src/actions/system-clock.ts'
import { openDiary } from '../../../src/flows/diary.ts'
import { claimPlace } from '../../../src/flows/fence/claim-place.ts'
import { createRepository } from '../../../src/github/create-repository.ts'
import type { DeployRecord, RecordPayload } from '../../../src/ledger/record.ts'
import { foldStanding } from '../../../src/ledger/standing.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from '../../github/repository-fixture.ts'

jest.setTimeout(30_000)

let fixture: Fixture
afterEach(() => fixture.close())

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }

const PAYLOAD: Omit<RecordPayload, 'to' | 'run'> = {
  ...{ kind: 'guard', component: COMPONENT, environment: 'production', from: null, target: null, actor: 'somebody' },
}

/** What a run of this id does, from the decision on a ledger that was empty unless told to knowing whether it goes on. */
async function claimAs(
  id: number,
  opened: Partial<Pick<RecordPayload, 'to' | 'kind'>> = {},
  read: readonly DeployRecord[] = [],
) {
  const { address, token, after, commit } = fixture
  const run = { id, attempt: 1, url: `https://github.com/o/r/actions/runs/${id}` }
  const repository = await createRepository({ address, token, fetch, logUrl: run.url })
  const to = { component: COMPONENT, version: 'v1.1.0', versioned: true, object: after, commit }
  const move = { component, environment: 'production', ref: PRODUCTION, to, from: null, actor: 'somebody' }
  const clock = { ...systemClock, sleep: async () => {} }
  const context = { ports: { repository, clock, cancelled: new AbortController().signal }, run }
  const record = await repository.openRecord(component, { ...PAYLOAD, to, run, ...opened })
  const diary = openDiary(clock, () => {})
  const claim = await claimPlace(context, { move, standing: foldStanding(read) }, record, diary)
  const { warnings } = diary
  if (claim.kind === 'lost') return { goesOn: false, lostTo: claim.winner.run.id, record, repository, warnings }
  const ahead = claim.ahead.map((other) => other.run.id)
  return { goesOn: true, ahead, record, repository, warnings }
}

it.each([
  [7, 8],
  [8, 7],
])('of runs %d and %d in the same second one goes on, and the other knows which', async (a, b) => {
  fixture = await createFixture()
  const [one, other] = await Promise.all([claimAs(a), claimAs(b)])
  const [winner, loser] = one.record < other.record ? [one, other] : [other, one]
  expect(winner).toMatchObject({ goesOn: true, ahead: [] })
  expect(loser).toMatchObject({ goesOn: false, lostTo: winner === one ? a : b })
})

it('loses to a run that was quicker and has ended meanwhile', async () => {
  fixture = await createFixture()
  const quick = await claimAs(9)
  await quick.repository.closeRecord(quick.record, { decision: 'kept', reason: 'unwatched', sentence: 'done' })
  expect(await claimAs(3)).toMatchObject({ goesOn: false, lostTo: 9 })
})

it('goes after those that deploy something else, and beside what was only found', async () => {
  fixture = await createFixture()
  const { before, commit } = fixture
  const to = { component: COMPONENT, version: 'v1.0.0', versioned: true, object: before, commit }
  await claimAs(4, { to })
  await claimAs(5, { kind: 'adoption' })
  expect(await claimAs(6)).toMatchObject({ goesOn: true, ahead: [5, 4] })
})

it('does not lose to a run of long ago, which is older than what is read of the ledger', async () => {
  fixture = await createFixture()
  const long = await claimAs(1)
  await long.repository.closeRecord(long.record, { decision: 'kept', reason: 'unwatched', sentence: 'done' })
  // As many as a guard reads, a second and more later.
  const earlier = fixture.repository.deployments.at(-1)
  if (earlier) earlier.createdAt = new Date(Date.parse(earlier.createdAt) - 3_600_000).toISOString()
  for (let id = 2; id < 52; id++) {
    const { repository, record } = await claimAs(id, { kind: 'adoption' })
    await repository.closeRecord(record, { decision: 'kept', reason: 'adopted', sentence: 'found' })
  }
  const state = { component, environment: 'production', ref: PRODUCTION, before: fixture.before }
  const { records } = await long.repository.readState(state)
  expect(records).toHaveLength(50)
  expect(await claimAs(99, {}, records)).toMatchObject({ goesOn: true })
})

it('is told when an answer does not show its own record yet', async () => {
  fixture = await createFixture()
  await claimAs(9)
  const { address, token } = fixture
  const repository = await createRepository({ address, token, fetch, logUrl: 'https://github.com/o/r' })
  expect(await repository.olderRecords(component, 'production', 999_999)).toBeNull()
})

it('goes on with a warning when the others cannot be read', async () => {
  fixture = await createFixture()
  fixture.github.inject({
    match: { method: 'GET', route: '/repos/{owner}/{repo}/deployments' },
    fault: { kind: 'status', status: 403 },
    times: 3,
  })
  const claim = await claimAs(3)
  expect(claim).toMatchObject({ goesOn: true, warnings: [expect.stringContaining('is not known')] })
})

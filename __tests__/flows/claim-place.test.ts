import { afterEach, expect, it, jest } from '@jest/globals'
import { systemClock } from '../../src/actions/system-clock.ts'
import { claimingRepository } from '../../src/flows/claim-place.ts'
import { createRepository } from '../../src/github/create-repository.ts'
import { createScopeReader } from '../../src/github/create-scope-reader.ts'
import type { RecordPayload } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from '../github/repository-fixture.ts'

jest.setTimeout(30_000)

let fixture: Fixture
afterEach(() => fixture.close())

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }

/** What a run of this id does, from the decision on an empty ledger to having opened its record. */
async function claimAs(id: number) {
  const { address, token, after, commit } = fixture
  const run = { id, attempt: 1, url: `https://github.com/o/r/actions/runs/${id}` }
  const repository = await createRepository({ address, token, fetch, logUrl: run.url })
  const to = { component: COMPONENT, version: 'v1.1.0', versioned: true, object: after, commit }
  const move = { component, environment: 'production', ref: PRODUCTION, to, from: null, actor: 'somebody' }
  const ports = { repository, clock: systemClock } as Parameters<typeof claimingRepository>[0]['ports']
  const reader = await createScopeReader({ address, token, fetch })
  const claim = claimingRepository({ ports, run }, { move, standing: foldStanding([]) }, reader)
  const payload: RecordPayload = {
    ...{
      kind: 'guard',
      component: COMPONENT,
      environment: 'production',
      to,
      from: null,
      target: null,
      actor: 'somebody',
    },
    run,
  }
  const record = await claim.repository.openRecord(component, payload).catch(() => null)
  return { record, lostTo: claim.lostTo()?.run.id ?? null, repository }
}

const closings = () => fixture.repository.deployments.map(({ statuses }) => statuses.at(-1)?.description?.split(':')[0])

it.each([
  [7, 8],
  [8, 7],
])('of runs %d and %d in the same moment one goes on, and the other knows which', async (a, b) => {
  fixture = await createFixture()
  const claims = await Promise.all([claimAs(a), claimAs(b)])
  const [winner, loser] = claims.sort((one, other) => Number(one.record === null) - Number(other.record === null))
  expect(winner).toMatchObject({ record: expect.any(Number), lostTo: null })
  expect(loser).toMatchObject({ record: null, lostTo: expect.any(Number) })
  expect(closings().sort()).toStrictEqual(['stood-down (guarded-elsewhere)', undefined])
})

it('loses to a run that was quicker and has ended meanwhile', async () => {
  fixture = await createFixture()
  const quick = await claimAs(9)
  if (quick.record === null) throw new Error('expected the only one to go on')
  await quick.repository.closeRecord(quick.record, { decision: 'kept', reason: 'unwatched', sentence: 'done' })
  expect(await claimAs(3)).toMatchObject({ record: null, lostTo: 9 })
})

it('goes on with nothing when the ledger cannot be read again', async () => {
  fixture = await createFixture()
  fixture.github.inject({ match: { operation: 'TagbackLedgers' }, fault: { kind: 'status', status: 403 } })
  expect(await claimAs(3)).toMatchObject({ record: null, lostTo: null })
  expect(closings()).toStrictEqual(['stood-down (guarded-elsewhere)'])
})

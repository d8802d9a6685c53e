import { afterEach, expect, it, jest } from '@jest/globals'
import { systemClock } from '../../../src/actions/system-clock.ts'
import { checkSettings } from '../../../src/config/check-settings.ts'
import { openDiary } from '../../../src/flows/diary.ts'
import { claimFinish } from '../../../src/flows/finish/claim-finish.ts'
import type { GuardContext } from '../../../src/flows/guard-ports.ts'
import { createRepository } from '../../../src/github/create-repository.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from '../../github/repository-fixture.ts'

jest.setTimeout(30_000)

let fixture: Fixture
afterEach(() => fixture.close())

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }
const checked = checkSettings({ 'deploy-command': './deploy' })
const LOST = 3

/** What a run of this id does that has found the lost one, up to knowing whether it goes on. */
async function claimAs(id: number, act: 'move-back' | 'keep' = 'move-back', node = 'DE_lost') {
  if (checked.kind === 'problems') throw new Error('settings')
  const { address, token, before, after, commit } = fixture
  const run = { id, attempt: 1, url: `https://github.com/o/r/actions/runs/${id}` }
  const repository = await createRepository({ address, token, fetch, logUrl: run.url })
  const release = { component: COMPONENT, versioned: true, commit }
  const move = {
    ...{ component, environment: 'production', ref: PRODUCTION, from: null, actor: 'somebody' },
    to: { ...release, version: 'v1.1.0', object: after },
  }
  const target = {
    ...{ basis: 'recorded' as const, sentence: 'chosen' },
    release: { ...release, version: 'v1.0.0', object: before },
  }
  const ports = {
    repository,
    clock: { ...systemClock, sleep: async () => {} },
    cancelled: new AbortController().signal,
  }
  const context = { ports, run, settings: checked.settings } as unknown as GuardContext
  const finish = act === 'keep' ? { act } : { act, cause: null }
  return claimFinish(
    finish,
    context,
    { move, target, lost: { node, run: { ...run, id: LOST } } },
    openDiary(systemClock, () => {}),
  )
}

const states = () => fixture.repository.deployments.map(({ statuses }) => statuses.at(-1)?.state ?? 'open').toSorted()

it('of two that find the same lost run one goes on, and the other closes its record', async () => {
  fixture = await createFixture()
  const claims = await Promise.all([claimAs(7), claimAs(8)])
  expect(claims.map(({ kind }) => kind).toSorted()).toStrictEqual(['claimed', 'lost'])
  expect(claims.find(({ kind }) => kind === 'lost')).toMatchObject({
    end: { decision: 'stood-down', reason: 'guarded-elsewhere', sentence: expect.stringContaining('/actions/runs/') },
  })
  expect(states()).toStrictEqual(['inactive', 'open'])
})

it('what the lost run itself had begun is no other claim', async () => {
  fixture = await createFixture()
  await claimAs(LOST)
  expect(await claimAs(9)).toMatchObject({ kind: 'claimed', record: expect.any(Number) })
})

it('nor is that of a run that was lost in it', async () => {
  fixture = await createFixture()
  await claimAs(7)
  for (const record of fixture.repository.deployments) record.createdAt = '2026-11-20T09:00:00Z'
  expect(await claimAs(9)).toMatchObject({ kind: 'claimed', record: expect.any(Number) })
})

it('nor is a rollback from the same object that was over before the lost run began', async () => {
  fixture = await createFixture()
  const { port, after, before, commit } = fixture
  await claimAs(7)
  const release = { component: COMPONENT, versioned: true, commit }
  await port.openRecord(component, {
    ...{ kind: 'guard', component: COMPONENT, environment: 'production', target: null, actor: 'ada' },
    to: { ...release, version: 'v1.1.0', object: after },
    from: { ...release, version: 'v1.0.0', object: before },
    run: { id: LOST, attempt: 1, url: 'https://github.com/o/r/actions/runs/3' },
  })
  const guard = (await port.readRecords(component, 'production')).find(({ kind }) => kind === 'guard')
  expect(await claimAs(9, 'move-back', guard?.node)).toMatchObject({ kind: 'claimed', record: expect.any(Number) })
})

it('writes nothing where nothing is going to be deployed', async () => {
  fixture = await createFixture()
  expect(await claimAs(7, 'keep')).toStrictEqual({ kind: 'claimed', record: null })
  expect(fixture.repository.deployments).toStrictEqual([])
})

it('goes on without a record that cannot be written', async () => {
  fixture = await createFixture()
  fixture.github.inject({ match: { method: 'POST' }, fault: { kind: 'status', status: 403 } })
  expect(await claimAs(7)).toStrictEqual({ kind: 'claimed', record: null })
})

import { expect, it } from '@jest/globals'
import { closeOvertaken, overtakenRecords } from '../../../src/flows/fence/close-overtaken.ts'
import type { Repository } from '../../../src/flows/ports.ts'
import { checkHistories } from '../../../testing/faults/check-histories.ts'
import { playScript } from '../../../testing/faults/random/play-script.ts'
import { record, release } from '../../ledger/records.ts'

const OPENED = '2026-11-20T09:00:00Z'
const lost = record(release('v1'), null, { createdAt: OPENED, node: 'DE_7' })
const later = record(release('v2'), ['kept', 'healthy'])
const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const at = (seconds: number) => ({ now: Date.parse(OPENED) + seconds * 1000, deadline: 600 })

it('finds what a lost run left open behind a later one, once its time is over', () => {
  const standing = { latest: later, records: [later, lost] }
  expect(overtakenRecords(standing, at(600))).toStrictEqual([lost])
  expect(overtakenRecords(standing, at(599))).toStrictEqual([])
  expect(overtakenRecords({ latest: lost, records: [lost, later] }, at(600))).toStrictEqual([])
})

it('leaves out what a rollback that was lost as well is about, and nothing older of the same object', () => {
  const guard = record(release('v1'), null, { createdAt: OPENED })
  const rollback = record(release('v2'), null, { createdAt: OPENED, kind: 'rollback', from: release('v1') })
  // A reconcile has begun it for the run of the guard.
  expect(overtakenRecords({ latest: rollback, records: [rollback, guard, lost] }, at(600))).toStrictEqual([lost])
  // The run of the guard has begun it itself.
  const own = { ...rollback, run: guard.run }
  expect(overtakenRecords({ latest: own, records: [own, guard, lost] }, at(600))).toStrictEqual([lost])
})

it('closes it, and says which one could not be closed', async () => {
  const closed: string[] = []
  const repository = {
    recordIdOf: async (_component: unknown, { node }: { node: string }) => Number(node.slice(3)),
    closeRecord: async (id: number, { decision }: { decision: string }) => {
      if (id !== 7) throw new Error('GitHub answered 500')
      closed.push(`${id} ${decision}`)
    },
  } as unknown as Repository
  const other = record(release('v1'), null, { node: 'DE_8' })
  const warnings = await closeOvertaken({ repository }, { component }, [lost, other])
  expect(closed).toStrictEqual(['7 stood-down'])
  expect(warnings).toStrictEqual([expect.stringContaining('GitHub answered 500')])
})

it('a move that nobody told of, made while the run before it was lost, is deployed by one reconcile', async () => {
  const histories = await playScript({
    acts: [
      { kind: 'push', wait: 0, environment: 'production', version: 'v2', told: 'at-once' },
      { kind: 'lose-runs', wait: 4 },
      { kind: 'push', wait: 0, environment: 'production', version: 'v3', told: 'never' },
    ],
    ...{ faults: [], deploys: [{ seconds: 1, fails: false }], app: false, rings: 'none' },
  })
  expect(checkHistories(histories)).toStrictEqual([])
  expect(histories.map(({ end }) => end.served)).toStrictEqual(['v3.0.0'])
})

it('two runs that were lost in the rollback of one object are both closed by one reconcile', async () => {
  const histories = await playScript({
    acts: [
      { kind: 'by-hand', wait: 0, environment: 'production', version: 'v2' },
      { kind: 'lose-runs', wait: 15 },
      { kind: 'stale-clone', wait: 0, back: 1 },
      { kind: 'second-guard', wait: 130 },
      { kind: 'lose-runs', wait: 6 },
    ],
    ...{ faults: [], deploys: [{ seconds: 1, fails: false }], app: false, rings: 'none' },
  })
  expect(checkHistories(histories)).toStrictEqual([])
})

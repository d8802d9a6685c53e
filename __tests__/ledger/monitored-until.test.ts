import { expect, it } from '@jest/globals'
import { decideDrift } from '../../src/ledger/decide-drift.ts'
import { monitoredUntil } from '../../src/ledger/monitored-until.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

/** Closed at 09:10. */
const kept = record(release('v1'), ['kept', 'healthy'])
const until = (hour: string) => Date.parse(`2026-11-20T${hour}:00Z`)

it('begins with the end of a run, and lasts as long as is asked for', () => {
  expect(monitoredUntil(kept, 3_600)).toBe(until('10:10'))
  expect(monitoredUntil(kept, 0)).toBeNull()
})

it.each([
  ['promoted', record(release('v1'), ['promoted', 'healthy']), true],
  ['gone back to', record(release('v1'), ['kept', 'unproven'], { kind: 'rollback' }), true],
  ['put back by hand', record(release('v1'), ['kept', 'healthy'], { kind: 'restore' }), true],
  ['only found there', record(release('v1'), ['kept', 'adopted'], { kind: 'adoption' }), false],
  ['reported as bad', record(release('v1'), ['reported', 'above-threshold']), false],
  ['held', record(release('v1'), ['held', 'unavailable']), false],
  ['still in hand', record(release('v1'), null), false],
])('what was %s', (_what, latest, monitored) => {
  expect(monitoredUntil(latest, 60) !== null).toBe(monitored)
})

const drift = (now: number, more: Partial<Parameters<typeof decideDrift>[0]> = {}) =>
  decideDrift({
    ...{ wanted: release('v1'), standing: foldStanding([kept]), served: { kind: 'served' }, pulls: false },
    ...{ monitorFor: 3_600, run: { id: 1, now, deadline: 3_600 } },
    ...more,
  })

it('is over to the millisecond, and gives way to what is worse', () => {
  expect(drift(until('10:10') - 1)).toMatchObject({ drift: 'monitored', act: 'watch', until: until('10:10') })
  expect(drift(until('10:10'))).toStrictEqual({ drift: 'none', act: 'nothing' })
  expect(drift(until('09:30'), { monitorFor: 0 }).drift).toBe('none')
  expect(drift(until('09:30'), { served: { kind: 'differs', found: 'v9' } }).drift).toBe('served-differs')
  expect(drift(until('09:30'), { wanted: release('v2') }).drift).toBe('missed-move')
})

it('still looks where it cannot be asked what is served, and says so', () => {
  expect(drift(until('09:30'), { served: { kind: 'unanswered', detail: '503' } })).toMatchObject({
    ...{ drift: 'monitored', unasked: '503' },
  })
})

import { expect, it } from '@jest/globals'
import { decideDrillDrift } from '../../src/ledger/decide-drill-drift.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

const ended: [DeployRecord['closed'] & object]['0'] = {
  decision: 'kept',
  reason: 'unproven',
  at: '2026-11-20T09:01:00Z',
}
const open = record(release('v1'), null)
const closed = record(release('v1'), null, { closed: ended })
const measured = record(release('v1'), null, { kind: 'drill' })
const drift = (wanted: string | null, records: DeployRecord[], minutes: number) =>
  decideDrillDrift({
    wanted: wanted === null ? null : release(wanted),
    standing: foldStanding(records),
    run: { id: 1, now: Date.parse('2026-11-20T09:00:00Z') + minutes * 60_000, deadline: 1_800 },
  }).drift

it.each<[string, string | null, DeployRecord[], number, string]>([
  ['nothing at all', null, [], 5, 'absent'],
  ['a drill that has cleaned up', null, [closed], 5, 'absent'],
  ['a tag that nobody of us has made', 'v1', [], 500, 'none'],
  ['a drill at work', 'v1', [open], 29, 'in-hand'],
  ['a drill between two records', 'v1', [closed], 29, 'in-hand'],
  ['a drill that was killed', 'v1', [open], 31, 'left-by-drill'],
  ['a tag that was left', 'v1', [closed], 31, 'left-by-drill'],
  ['a record that was left', null, [open, closed], 31, 'left-by-drill'],
  ['a drill killed before it had closed what it measured', null, [measured, closed], 31, 'left-by-drill'],
  ['a drill that is about to close it', null, [measured, closed], 29, 'in-hand'],
])('%s', (_what, wanted, records, minutes, expected) => expect(drift(wanted, records, minutes)).toBe(expected))

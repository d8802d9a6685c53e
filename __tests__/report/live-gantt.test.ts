import { expect, it } from '@jest/globals'
import type { HistoryEvent } from '../../src/flows/history/history-event.ts'
import { liveGantt } from '../../src/report/live-gantt.ts'
import { record, release } from '../ledger/records.ts'

const at = (minute: number): string => `2026-11-20T09:${String(minute).padStart(2, '0')}:00Z`
const event = (name: string, minute: number, closed: Parameters<typeof record>[1]): HistoryEvent => ({
  kind: 'recorded',
  record: { ...record(release(name), closed, { createdAt: at(minute) }), sentence: null },
})

it('draws what was live when, the last a little further', () => {
  const events = [
    event('v1', 20, ['kept', 'unproven']),
    event('v2', 10, ['rolled-back', 'outage']),
    event('v1', 0, ['kept', 'healthy']),
  ]
  const chart = liveGantt(events)
  expect(chart).toContain(
    [
      '  section prompts/extraction in production',
      '  v1.0.0 :done, 2026-11-20 09:00:00, 2026-11-20 09:10:00',
      '  v2.0.0 :crit, 2026-11-20 09:10:00, 2026-11-20 09:20:00',
      '  v1.0.0 :done, 2026-11-20 09:20:00, 2026-11-20 09:22:30',
    ].join('\n'),
  )
})

it('draws nothing that cannot be seen', () => {
  expect(liveGantt([])).toBe('')
  expect(
    liveGantt(Array.from({ length: 59 + 2 }, (_, index) => event('v1', 59 - (index % 60), ['kept', 'healthy']))),
  ).toBe('')
})

it('lets no name of a record into the chart', () => {
  const evil = event('v1', 1, null)
  if (evil.kind === 'recorded')
    evil.record.to = { ...evil.record.to, version: 'v1 :crit, x\nclick a href "javascript:"' }
  const chart = liveGantt([event('v1', 3, null), event('v2', 2, null), evil])
  expect(chart).not.toMatch(/javascript:|\nclick/)
})

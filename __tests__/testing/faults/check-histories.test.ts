import { expect, it } from '@jest/globals'
import { checkHistories } from '../../../testing/faults/check-histories.ts'
import type { History, HistoryEvent } from '../../../testing/faults/history.ts'

const [NEW, OLD] = ['1a'.repeat(20), '2b'.repeat(20)]
const by = 'restore 200'
const moved: HistoryEvent[] = [
  { kind: 'asked-to-move', at: 0, by, expected: NEW, to: OLD },
  { kind: 'moved', at: 1, by, from: NEW, to: OLD },
]
const component = (events: HistoryEvent[]): History => ({
  start: { tag: NEW, served: 'v2' },
  events,
  end: {
    ...(events.length > 0 ? { tag: OLD, served: 'v1' } : { tag: NEW, served: 'v2' }),
    ...{ records: [], openIncidents: [] },
  },
  runs: { [by]: { kind: 'rollback', follows: null, lost: true } },
  ...{ versionOf: { [OLD]: 'v1', [NEW]: 'v2' }, bad: [], reconciled: true },
})

it.each<[string, History[], string[]]>([
  ['all', [component(moved), component(moved)], []],
  ['none', [component([]), component([])], []],
  ['one of two', [component(moved), component([])], ['all-or-none']],
])('a restore that moved the tags of %s', (_, histories, rules) => {
  expect(checkHistories(histories).map(({ rule }) => rule)).toStrictEqual(rules)
})

it('tells once what is wrong with a run as a whole', () => {
  const objection: HistoryEvent = { kind: 'objection', at: 2, by: 'platform', text: 'no such route' }
  const histories = [component([...moved, objection]), component([...moved, objection])]
  expect(checkHistories(histories)).toStrictEqual([{ rule: 'platform', sentence: 'no such route' }])
})

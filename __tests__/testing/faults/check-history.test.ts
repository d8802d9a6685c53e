import { expect, it } from '@jest/globals'
import { checkHistory } from '../../../testing/faults/check-history.ts'
import type { History, HistoryEvent, StageEnd } from '../../../testing/faults/history.ts'

const [BEFORE, PUSHED, THEIRS] = ['1a'.repeat(20), '2b'.repeat(20), '3c'.repeat(20)]
const by = 'guard 1'
const deploy = (version: string, reason: string, who = by): HistoryEvent[] => [
  { kind: 'deploy-began', at: 0, by: who, version, reason },
  { kind: 'deploy-ended', at: 0, by: who, version, reason },
]
const asked: HistoryEvent = { kind: 'asked-to-move', at: 0, by, expected: PUSHED, to: BEFORE }
const moved: HistoryEvent = { kind: 'moved', at: 0, by, from: PUSHED, to: BEFORE }
const ended: StageEnd = {
  ...{ kind: 'stage-ended', at: 0, by, stage: 'main', how: 'exited', exitCode: 1, tag: 'moved-back' },
  ...{ decision: 'rolled-back', reason: 'above-threshold', text: 'production is back on v1' },
}

/** v2 is bad and was rolled back to v1: nothing is wrong. */
const GOOD: History = {
  start: { tag: PUSHED, served: 'v1' },
  events: [...deploy('v2', 'move'), asked, moved, ...deploy('v1', 'rollback'), ended],
  end: {
    tag: BEFORE,
    served: 'v1',
    records: [{ by, kind: 'guard', version: 'v2', state: 'failure' }],
    openIncidents: ['v2 was rolled back to v1'],
  },
  runs: { [by]: { kind: 'guard', follows: PUSHED, lost: false } },
  versionOf: { [BEFORE]: 'v1', [PUSHED]: 'v2', [THEIRS]: 'v3' },
  bad: ['v2'],
  reconciled: true,
}
const rules = (change: Partial<History>): string[] => [
  ...new Set(checkHistory({ ...GOOD, ...change }).map(({ rule }) => rule)),
]
/** The end, of which nobody was told. */
const UNTOLD = { ...GOOD.end, openIncidents: [] }
const without = (...events: HistoryEvent[]): HistoryEvent[] => GOOD.events.filter((event) => !events.includes(event))
const endingIn = (change: Partial<StageEnd>): HistoryEvent[] => [...without(ended), { ...ended, ...change }]
const silent = endingIn({ how: 'killed', exitCode: null, decision: '', reason: '', tag: '', text: '' })

it('finds nothing wrong with a good history', () => {
  expect(rules({})).toStrictEqual([])
})

it('finds nothing wrong with a ring that a guard went on to and put back', () => {
  const onward: HistoryEvent[] = [
    { ...asked, expected: BEFORE, to: PUSHED },
    { ...moved, from: BEFORE, to: PUSHED },
  ]
  const run = { kind: 'guard', follows: PUSHED, lost: false } as const
  const ring = { start: { tag: BEFORE, served: 'v1' }, events: [...onward, ...GOOD.events] }
  expect(rules({ ...ring, runs: { [by]: { ...run, goesOn: true } } })).toStrictEqual([])
  expect(rules({ ...ring, runs: { [by]: run } })).toStrictEqual(['no-lost-move', 'one-rollback'])
})

it.each<[string, Partial<History>, string]>([
  [
    'a move away from a release that has traffic',
    { events: [{ kind: 'traffic', at: 0, by, version: 'v2', percent: 25 }, ...GOOD.events] },
    'traffic-first',
  ],
  [
    'traffic for a bad release that was left',
    { events: [...GOOD.events, { kind: 'traffic', at: 0, by, version: 'v2', percent: 25 }] },
    'traffic-first',
  ],
  ['a move without comparison', { events: [{ ...asked, expected: null }, ...GOOD.events] }, 'compare-and-swap'],
  ['a move that nobody asked for', { events: without(asked) }, 'compare-and-swap'],
  [
    'a move away from what a person set',
    {
      start: { tag: PUSHED, served: 'v1' },
      events: [
        { kind: 'moved', at: 0, by: 'human', from: PUSHED, to: THEIRS },
        { ...asked, expected: THEIRS },
        { ...moved, from: THEIRS },
        ...deploy('v1', 'rollback'),
        ended,
      ],
    },
    'no-lost-move',
  ],
  [
    'two rollbacks in one guard',
    { events: [...GOOD.events.slice(0, -1), asked, { ...moved, from: BEFORE, to: PUSHED }, asked, moved, ended] },
    'one-rollback',
  ],
  ['a move that is deployed twice', { events: [...deploy('v2', 'move'), ...GOOD.events] }, 'deployed-once'],
  [
    'a deploy in the middle of another',
    {
      events: [{ kind: 'deploy-began', at: 0, by: 'guard 2', version: 'v3', reason: 'move' }, ...GOOD.events],
    },
    'deploys-fenced',
  ],
  ['a deploy of a run that says that it did nothing', { events: endingIn({ decision: 'no-op' }) }, 'says-what-it-did'],
  [
    'a tag that was not moved back',
    { events: without(asked, moved), end: { ...GOOD.end, tag: PUSHED } },
    'says-what-it-did',
  ],
  ['a secret in the log', { events: [...GOOD.events, { kind: 'leaked', at: 0, by, where: 'the log' }] }, 'no-leaks'],
  [
    'a request that GitHub does not know',
    { events: [...GOOD.events, { kind: 'objection', at: 0, by, text: '?' }] },
    'platform',
  ],
  ['a run that hangs', { events: endingIn({ how: 'hung' }) }, 'ends'],
  ['a run that crashes', { events: endingIn({ decision: '' }) }, 'ends'],
  ['a bad release that is called healthy', { events: endingIn({ decision: 'kept', reason: 'healthy' }) }, 'verdict'],
  ['a healthy release that is called bad', { bad: [] }, 'verdict'],
  ['a run that was ended and said nothing', { events: silent }, 'says-how-it-ended'],
  [
    'something else served than tagged, silently',
    { events: silent, end: { ...UNTOLD, served: 'v3' } },
    'served-as-tagged',
  ],
  [
    'something else served than tagged, unnamed',
    {
      events: endingIn({ decision: 'held', reason: 'redeploy-failed', text: 'oh' }),
      end: { ...UNTOLD, served: 'v3' },
    },
    'says-what-is-left',
  ],
  ['a bad release that stays, silently', { events: silent, end: { ...UNTOLD, tag: PUSHED, served: 'v2' } }, 'bad-left'],
  [
    'a record that stays open',
    { end: { ...GOOD.end, records: [{ by, kind: 'guard', version: 'v2', state: null }] } },
    'records-closed',
  ],
  [
    'a record that stays open behind a later one',
    {
      end: {
        ...GOOD.end,
        records: [...GOOD.end.records, { by: 'guard 0', kind: 'guard', version: 'v2', state: null }],
      },
    },
    'overtaken-records-closed',
  ],
  ['a rollback that nobody was told of', { end: UNTOLD }, 'people-told'],
  [
    'an incident that stays open after a healthy release',
    { events: endingIn({ decision: 'kept', reason: 'healthy', exitCode: 0 }) },
    'incident-closed',
  ],
  [
    'a run with two records',
    { end: { ...GOOD.end, records: [...GOOD.end.records, ...GOOD.end.records] } },
    'recorded-once',
  ],
])('finds %s', (_, change, rule) => {
  expect(rules(change)).toContain(rule)
})

it('takes an open incident, or a failed run that names what is left, for an answer', () => {
  const end = { ...GOOD.end, served: 'v3', openIncidents: ['v2 is held'] }
  const held = endingIn({ decision: 'held', reason: 'redeploy-failed', text: 'v3 is served' })
  expect(rules({ events: held, end })).toStrictEqual([])
  const lost = { [by]: { ...GOOD.runs[by], lost: true } as History['runs'][string] }
  expect(rules({ events: silent, end: { ...end, openIncidents: ['v3 is served'] }, runs: lost })).toStrictEqual([])
})

it('takes a run that could not tell people, and says so, for honest', () => {
  const text = 'The incident could not be written: GitHub did not answer'
  expect(rules({ events: endingIn({ text }), end: UNTOLD })).toStrictEqual([])
  const healthy = { decision: 'kept', reason: 'healthy', text: 'x is repaired, but could not be closed: no answer' }
  expect(rules({ events: endingIn(healthy) })).not.toContain('incident-closed')
})

it('lets a later run close the incident of an earlier one', () => {
  const other = { ...ended, by: 'guard 2', exitCode: 0, decision: 'kept', reason: 'unwatched', tag: 'as-pushed' }
  expect(rules({ events: [...GOOD.events, other], end: UNTOLD })).not.toContain('people-told')
})

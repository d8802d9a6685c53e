import { expect, it } from '@jest/globals'
import { collectStories } from '../../../src/flows/history/collect-stories.ts'
import type { HistoryEvent } from '../../../src/flows/history/history-event.ts'
import { record, release } from '../../ledger/records.ts'

const guard = record(release('v2'), ['rolled-back', 'outage'], { from: release('v1') })
const back = record(release('v1'), ['kept', 'healthy'], { kind: 'rollback', from: release('v2'), run: guard.run })
const events = [back, guard].map((one): HistoryEvent => ({ kind: 'recorded', record: { ...one, sentence: 'said' } }))

it('knows why a rollback was, although the deploy that it left is older than what was asked for', () => {
  const collected = collectStories()
  collected.take(events, events.slice(0, 1))
  expect(collected.stories()).toMatchObject([{ id: back.node, kind: 'automatic', reason: 'outage', trigger: 'said' }])
})

it('tells of no rollback that was not asked for', () => {
  const collected = collectStories()
  collected.take(events, events.slice(1))
  expect(collected.stories()).toStrictEqual([])
})

it('makes nothing up when the deploy was not read', () => {
  const collected = collectStories()
  collected.take(events.slice(0, 1), events.slice(0, 1))
  expect(collected.stories()).toMatchObject([{ trigger: null, reason: null, downtimeSeconds: null }])
})

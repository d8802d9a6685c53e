import { expect, it } from '@jest/globals'
import { costSection } from '../../src/report/cost-section.ts'
import { rollbackCost } from '../../src/report/rollback-cost.ts'
import { rateOf } from './charts.ts'
import { poll, rolledBack } from './outcomes.ts'

const { recovery, timeline } = rolledBack()
const after = (verdict: 'healthy' | 'inconclusive', polls = [poll(2, 1, 100)]) =>
  recovery && { polls, assessment: { ...recovery.assessment, verdict } as typeof recovery.assessment }

it('counts what failed in the watch, and what of it was beyond the rate after the rollback', () => {
  const cost = rollbackCost(rolledBack({ recovery: after('healthy') }))
  expect(cost).toMatchObject({ during: { errors: 45, total: 300 }, after: { errors: 1, total: 100 }, beyondUsual: 42 })
  expect(cost?.since).toStrictEqual([
    { event: 'tag-moved-back', seconds: 0.12 },
    { event: 'redeployed', seconds: 2.12 },
  ])
})

it('claims no more than was measured: without a proven recovery there is no usual rate', () => {
  const unproven = rollbackCost(
    rolledBack({
      recovery: after('inconclusive'),
      timeline: [...timeline, { at: Date.parse('2026-11-20T09:03:00Z'), event: 'recovered' }],
    }),
  )
  expect(unproven?.beyondUsual).toBeNull()
  expect(unproven?.since.map(({ event }) => event)).not.toContain('recovered')
})

it('has no requests where the source gives rates alone, but still the times', () => {
  const rates = rolledBack({ polls: [rateOf(5, 0.2)], recovery: null })
  expect(rollbackCost(rates)).toMatchObject({ during: null, beyondUsual: null, since: [{}, {}] })
  expect(costSection(rates)).toMatch(/^\| From the breach to/)
})

it('counts from the failure of the deploy when there was no watch', () => {
  const start = timeline[0]?.at ?? 0
  const failed = rolledBack({
    ...{ polls: [], recovery: null },
    timeline: [
      { at: start, event: 'deploy-failed' },
      { at: start + 500, event: 'tag-moved-back' },
    ],
  })
  expect(rollbackCost(failed)?.since).toStrictEqual([{ event: 'tag-moved-back', seconds: 0.5 }])
})

it('is nothing when nothing was rolled back', () => {
  const kept = rolledBack({ decision: 'kept', reason: 'healthy', timeline: timeline.slice(0, 5) })
  expect(rollbackCost(kept)).toBeNull()
  expect(costSection(kept)).toBe('')
})

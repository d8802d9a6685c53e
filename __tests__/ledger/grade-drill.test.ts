import { describe, expect, it } from '@jest/globals'
import { bandOf, type DrillEvidence, gradeDrill } from '../../src/ledger/grade-drill.ts'

const grade = (more: Partial<DrillEvidence> = {}, figures: Partial<DrillEvidence['figures']> = {}) =>
  gradeDrill({
    guard: { decision: 'rolled-back', reason: 'above-threshold', sentence: 'production-drill is back on v1.0.0' },
    figures: { breach: 'injected', phases: {}, timeToRollback: 12_340, budget: 300_000, ...figures },
    ...{ checks: [], breachFailed: null, left: [] },
    ...more,
  })
const ended = (decision: string, reason: string) => ({ guard: { decision, reason, sentence: 'it ended' } })

describe('gradeDrill', () => {
  it('passes what was found, left, and served again in time', () => {
    expect(grade()).toStrictEqual({
      ...{ decision: 'kept', reason: 'drill-passed' },
      sentence: 'The rollback worked: 12.3 s from the bad release to the one before being served',
    })
    expect(grade({}, { timeToRollback: 300_000 }).reason).toBe('drill-passed')
  })

  it.each([
    ['the metric stayed healthy', ended('kept', 'healthy')],
    ['nothing is watched', ended('kept', 'unwatched')],
    ['it was left without a verdict', ended('rolled-back', 'inconclusive')],
    ['it was cancelled', ended('rolled-back', 'cancelled')],
    ['the rollback did not help', ended('rolled-back', 'not-the-deploy')],
    ['the release could not even be deployed', ended('rolled-back', 'deploy-failed')],
    ['the tag was not moved back', ended('held', 'move-refused')],
    ['the fault could not be made', { breachFailed: 'exit code 3' }],
    ['nobody can be reached', { checks: [{ name: 'webhook' as const, state: 'failed' as const, detail: 'silence' }] }],
  ])('fails when %s', (_what, evidence) => {
    expect(grade(evidence)).toMatchObject({ decision: 'held', reason: 'drill-failed' })
  })

  it('takes a version that is named as bad for found out when its deploy fails', () => {
    expect(grade(ended('rolled-back', 'not-served'), { breach: 'bad-version' }).reason).toBe('drill-passed')
  })

  it('says the worst first: what failed, what is left, what took too long', () => {
    const slow = { timeToRollback: 300_001 }
    expect(grade({}, slow).reason).toBe('over-budget')
    expect(grade({ left: ['tag x'] }, slow)).toMatchObject({
      reason: 'drill-unclean',
      sentence: expect.stringContaining('tag x'),
    })
    expect(grade({ left: ['tag x'], ...ended('kept', 'healthy') }, slow).reason).toBe('drill-failed')
    expect(grade({}, { timeToRollback: null }).reason).toBe('drill-failed')
    const unknown = { checks: [{ name: 'token' as const, state: 'unknown' as const, detail: 'not asked' }] }
    expect(grade(unknown).reason).toBe('drill-passed')
  })
})

it.each([
  [0, 'fast'],
  [299_999, 'fast'],
  [300_000, 'fair'],
  [1_800_000, 'fair'],
  [1_800_001, 'slow'],
] as const)('%i ms are %s', (milliseconds, band) => expect(bandOf(milliseconds)).toBe(band))

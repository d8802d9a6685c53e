import { describe, expect, it } from '@jest/globals'
import { drillsFor } from '../../src/ledger/drills-for.ts'
import {
  assessReadiness,
  missingOf,
  READINESS_ITEMS,
  type ReadinessFacts,
  type ReadinessItem,
} from '../../src/ledger/readiness.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { record, release } from './records.ts'

const NOW = Date.parse('2026-11-21T09:10:00Z')
const DAY = 86_400

const FIGURES = { breach: 'injected', phases: {}, timeToRollback: 3_450, budget: 300_000 } as const

/** Ended at 09:10 on that day of November. */
const drill = (
  day: number,
  reason: 'drill-passed' | 'drill-failed' | 'over-budget',
  more: Partial<DeployRecord> = {},
) =>
  record(release('v1'), null, {
    ...{ kind: 'drill', environment: 'production-drill', drill: FIGURES },
    createdAt: `2026-11-${day}T09:10:00Z`,
    closed: { decision: reason === 'drill-passed' ? 'kept' : 'held', reason, at: `2026-11-${day}T09:10:00Z` },
    ...more,
  })

const FACTS: ReadinessFacts = {
  ...{ component: 'components/prompts/extraction', environment: 'production', drilledIn: 'production-drill' },
  ...{ maxDrillAge: 35 * DAY, now: NOW, owner: '@octo/oncall', first: false, gaps: [], records: [] },
  target: { sentence: 'v1.0.0 was there before and passed its watch' },
  drills: [drill(20, 'drill-passed')],
}

const found = (item: ReadinessItem, more: Partial<ReadinessFacts>) => {
  const [finding] = assessReadiness([item], { ...FACTS, ...more })
  return finding
}

describe('assessReadiness', () => {
  it('holds with the evidence of each item, in the order of the checklist', () => {
    const findings = assessReadiness(READINESS_ITEMS.toReversed(), FACTS)
    expect(findings.map(({ item, state, detail }) => `${item} ${state}: ${detail}`)).toStrictEqual([
      'previous-version holds: v1.0.0 was there before and passed its watch',
      'armed holds: release, files, token and metric were proven before the deploy',
      'drill holds: passed on 2026-11-20, 24 hours ago',
      'owner holds: @octo/oncall is mentioned in incidents',
      'time-to-rollback holds: 3.5 s in the drill of 2026-11-20',
    ])
    expect(missingOf(findings)).toStrictEqual([])
    expect(findings[2]?.url).toMatch(/runs\/\d+$/)
  })

  it('asks for nothing that is not named', () => {
    expect(assessReadiness([], { ...FACTS, owner: null })).toStrictEqual([])
  })

  it.each<[ReadinessItem, Partial<ReadinessFacts>, string]>([
    ['previous-version', { target: null }, 'nothing is known that production could go back to'],
    ['armed', { gaps: ['its files cannot be read', 'x'] }, 'its files cannot be read; x'],
    ['owner', { owner: null }, 'nobody is named who is told of an incident'],
    ['drill', { drills: [] }, 'no drill of it has passed in production-drill so far'],
    ['time-to-rollback', { drills: [] }, 'nothing was rolled back so far, in production or in a drill'],
  ])('%s is missing, with what mends it', (item, more, detail) => {
    expect(found(item, more)).toMatchObject({ state: 'missing', detail, mend: expect.stringMatching(/\w/) })
  })

  it('counts a drill until it is older than max-drill-age, to the second', () => {
    const aged = (maxDrillAge: number) => found('drill', { maxDrillAge })
    expect(aged(DAY)).toMatchObject({ state: 'holds' })
    expect(aged(DAY - 1)).toMatchObject({
      state: 'missing',
      detail: 'the last drill passed on 2026-11-20, 24 hours ago, which is longer than max-drill-age (23 hours)',
    })
  })

  it('takes the word of a later drill that failed, but not of one that was only slow', () => {
    const passed = drill(19, 'drill-passed')
    expect(found('drill', { drills: [drill(20, 'drill-failed'), passed] })).toMatchObject({
      ...{ state: 'missing', detail: 'the drill of 2026-11-20 failed' },
    })
    expect(found('drill', { drills: [drill(20, 'over-budget'), passed] })).toMatchObject({ state: 'holds' })
    expect(found('drill', { drills: [passed, drill(18, 'drill-failed')] })).toMatchObject({ state: 'holds' })
  })

  it('knows the time from what was rolled back last, practised or not', () => {
    const closed = { decision: 'kept', reason: 'healthy', at: '2026-11-20T12:01:35Z' } as const
    const real = record(release('v1'), null, { kind: 'rollback', createdAt: '2026-11-20T12:00:00Z', closed })
    expect(found('time-to-rollback', { records: [real] })?.detail).toBe('95 s in the rollback of 2026-11-20')
    const failed = { ...real, closed: { ...closed, decision: 'held', reason: 'redeploy-failed' } as const }
    expect(found('time-to-rollback', { records: [failed] })?.detail).toContain('in the drill')
    const unmeasured = drill(21, 'drill-failed', { drill: { ...FIGURES, timeToRollback: null } })
    expect(found('time-to-rollback', { drills: [unmeasured] })).toMatchObject({ state: 'missing' })
  })

  it('asks of a first deploy nothing that cannot be there yet', () => {
    const first = { first: true, target: null, gaps: ['this is the first deploy'], drills: [], owner: null }
    const findings = assessReadiness(READINESS_ITEMS, { ...FACTS, ...first })
    expect(findings.map(({ state }) => state)).toStrictEqual(['not-yet', 'not-yet', 'not-yet', 'missing', 'not-yet'])
    expect(missingOf(findings).map(({ item }) => item)).toStrictEqual(['owner'])
  })

  it('does not take records that could not be read for records that are not there', () => {
    const drills = { unread: 'GitHub answered 502' }
    expect(missingOf(assessReadiness(['drill', 'time-to-rollback'], { ...FACTS, drills }))).toMatchObject([
      { state: 'unknown', detail: 'the records of production-drill could not be read: GitHub answered 502' },
      { state: 'unknown' },
    ])
  })
})

describe('drillsFor', () => {
  const ofStaging = drill(20, 'drill-passed', { practised: 'staging' })
  const ofProduction = drill(19, 'drill-passed', { practised: 'production' })
  const older = drill(18, 'drill-passed')

  it('counts those of the environment itself, and those that do not say of which', () => {
    expect(drillsFor('production', null, [ofStaging, ofProduction, older])).toStrictEqual([ofProduction, older])
  })

  it('counts all where their environment was named on purpose', () => {
    expect(drillsFor('production-eu', 'production-drill', [ofStaging, ofProduction])).toHaveLength(2)
  })
})

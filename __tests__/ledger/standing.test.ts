import { describe, expect, it } from '@jest/globals'
import type { Decision } from '../../src/ledger/decision.ts'
import { foldStanding, isKnownGood, quarantineOf } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

const [v1, v2] = [release('v1'), release('v2')]

describe('foldStanding', () => {
  it('knows nothing without records', () => {
    expect(foldStanding([])).toMatchObject({ latest: null, live: null, knownGood: [], quarantined: [] })
  })

  it('has what was kept last as live', () => {
    const standing = foldStanding([record(v2, ['kept', 'healthy']), record(v1, ['kept', 'healthy'])])
    expect(standing.live).toBe(v2)
    expect(standing.knownGood).toStrictEqual([v2, v1])
  })

  it('has the target of a rollback as live', () => {
    const rolledBack = record(v2, ['rolled-back', 'above-threshold'], { target: v1 })
    expect(foldStanding([rolledBack, record(v1, ['kept', 'healthy'])]).live).toBe(v1)
    expect(foldStanding([record(v1, ['kept', 'unproven'], { kind: 'rollback' }), rolledBack]).live).toBe(v1)
  })

  it('does not count an open record, nor one that stood down', () => {
    const standing = foldStanding([
      record(v2, null),
      record(v2, ['stood-down', 'tag-moved']),
      record(v1, ['kept', 'healthy']),
    ])
    expect(standing.live).toBe(v1)
  })

  it('does not call good what was kept without a verdict', () => {
    for (const reason of ['unwatched', 'inconclusive', 'unavailable', 'unproven']) {
      expect(isKnownGood(foldStanding([record(v1, ['kept', reason])]), v1)).toBe(false)
    }
  })

  it('does not call good what was judged bad since, nor quarantine it', () => {
    const standing = foldStanding([record(v1, ['rolled-back', 'above-threshold']), record(v1, ['kept', 'healthy'])])
    expect(isKnownGood(standing, v1)).toBe(false)
    expect(standing.quarantined).toStrictEqual([])
  })

  it('quarantines what was rolled back and never seen healthy', () => {
    const bad = record(v2, ['rolled-back', 'above-threshold'])
    expect(quarantineOf(foldStanding([bad]), v2)).toBe(bad)
    expect(quarantineOf(foldStanding([bad]), release("v2'"))).toBe(bad)
    expect(quarantineOf(foldStanding([bad, record(v2, ['kept', 'healthy'])]), v2)).toBeNull()
  })

  it.each<[Decision, string]>([
    ['held', 'no-target'],
    ['held', 'redeploy-failed'],
    ['held', 'move-refused'],
    ['held', 'deploy-failed'],
    ['reported', 'above-threshold'],
  ])('quarantines what stayed although it was bad: %s (%s)', (decision, reason) => {
    expect(quarantineOf(foldStanding([record(v2, [decision, reason])]), v2)).not.toBeNull()
  })

  it.each<[Decision, string]>([
    ['held', 'inconclusive'],
    ['held', 'unavailable'],
    ['reported', 'paused'],
  ])('does not quarantine what nobody judged: %s (%s)', (decision, reason) => {
    expect(foldStanding([record(v2, [decision, reason])]).quarantined).toStrictEqual([])
  })

  it.each(['not-the-deploy', 'stale-clone', 'inconclusive', 'unavailable'])('does not quarantine for %s', (reason) => {
    expect(foldStanding([record(v2, ['rolled-back', reason])]).quarantined).toStrictEqual([])
  })
})

it('a drill is no deploy: it neither says what is live nor judges anything', () => {
  const figures = { breach: 'injected', phases: {}, timeToRollback: 1, budget: 2 } as const
  const drilled = record(release('v2'), ['kept', 'drill-passed'], { kind: 'drill', drill: figures })
  const standing = foldStanding([drilled, record(release('v1'), ['kept', 'healthy'])])
  expect(standing).toMatchObject({ live: release('v1'), knownGood: [release('v1')], drills: [drilled] })
  expect(standing.records).toHaveLength(1)
})

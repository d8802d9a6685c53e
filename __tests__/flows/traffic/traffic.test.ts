import { describe, expect, it } from '@jest/globals'
import type { DeployRecord, TrafficShare } from '../../../src/ledger/record.ts'
import { record, release } from '../../ledger/records.ts'
import { AFTER, BEFORE, finishGuardIn, runGuardIn, type World } from '../guard-world.ts'

const ROUTED = { 'traffic-command': './route', 'traffic-steps': '5, 25, 100', 'step-duration': '20s' }
const DOWN = { kind: 'failed', detail: 'connection refused' } as const
const SET = { kind: 'set' } as const
const good = () => 0

/** Of the run that was cut off, as a guard of v1 → v2 opens it. */
function openRecord(share?: TrafficShare): DeployRecord {
  const [v1, v2] = [
    { ...release('v1'), object: BEFORE },
    { ...release('v2'), object: AFTER },
  ]
  const run = { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' }
  return record(v2, null, { run, from: v1, target: v1, ...(share ? { traffic: share } : {}) })
}

const traffic = (journal: readonly string[]): string[] => journal.filter((line) => line.startsWith('traffic'))

const runIn = (world: World) => runGuardIn({ ...world, settings: { ...ROUTED, ...world.settings } })

describe('the traffic of a release', () => {
  it('goes up in steps while it is watched, and nothing is healthy before the last was', async () => {
    const { outcome, journal, statuses, elapsed } = await runIn({ errorRate: good })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy', tag: 'as-pushed' })
    expect(journal).toStrictEqual([
      'open guard v2.0.0',
      'compare v1.0.0 with v2.0.0',
      'traffic 0% to v2.0.0',
      'deploy v2.0.0 (move)',
      'traffic 5% to v2.0.0',
      'traffic 25% to v2.0.0',
      'traffic 100% to v2.0.0',
      'close 1 kept (healthy)',
    ])
    expect(statuses).toStrictEqual(['traffic 5%', 'traffic 25%', 'traffic 100%'])
    expect(elapsed).toBeGreaterThanOrEqual(60)
  })

  it('is not given on while GitHub is slow to record it, and the metric is asked meanwhile', async () => {
    const bad = (version: string): number => (version === 'v2.0.0' ? 0.5 : 0)
    const [quick, slow] = [await runIn({ errorRate: bad }), await runIn({ errorRate: bad, slowReports: 60 })]
    expect(slow.outcome).toMatchObject({ decision: 'rolled-back', reason: quick.outcome?.reason })
    expect(slow.elapsed).toBe(quick.elapsed)
    expect(traffic(slow.journal)).not.toContain('traffic 5% to v2.0.0')
  })

  it('waits with a step for as long as it looks bad, and for an answer', async () => {
    const silent = { kind: 'unavailable', what: 'timeout', detail: 'slow' } as const
    const { outcome } = await runIn({ errorRate: good, reading: (at) => (at > 15 && at < 52 ? silent : null) })
    const steps = outcome?.timeline.filter(({ event }) => event === 'traffic') ?? []
    const [, first, second] = steps.map(({ at }) => at / 1000)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(50)
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
  })

  it('is all taken away before the tag moves, and given to the release gone back to when that is served', async () => {
    const { outcome, journal } = await runIn({
      errorRate: (version, at) => (version === 'v2.0.0' && at > 25 ? 0.3 : 0),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', nextSteps: [] })
    expect(outcome?.sentence).toContain('at 25% of the traffic')
    expect(journal.slice(4)).toStrictEqual([
      'traffic 5% to v2.0.0',
      'traffic 25% to v2.0.0',
      'traffic 0% to v2.0.0',
      'move tag 2e to 1e',
      'open rollback v1.0.0',
      'deploy v1.0.0 (rollback)',
      'traffic 100% to v1.0.0',
      'close 2 kept (healthy)',
      'close 1 rolled-back (above-threshold)',
    ])
  })

  it('keeps nobody from rolling back: what does not answer is said, and is left to do', async () => {
    const { outcome, journal, warnings } = await runIn({
      errorRate: (version) => (version === 'v2.0.0' ? 0.5 : 0),
      router: (_percent, nth) => (nth > 2 ? DOWN : { kind: 'set' }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-back' })
    expect(journal).toContain('deploy v1.0.0 (rollback)')
    expect(warnings.join()).toMatch(
      /may still get traffic in production, which could not be set to 0%: connection refused/,
    )
    expect(outcome?.nextSteps).toStrictEqual(['# Set the traffic of production by hand: 100% for v1.0.0'])
  })

  it('is not left to do when the release gone back to has its share again', async () => {
    const { outcome } = await runIn({
      errorRate: (version) => (version === 'v2.0.0' ? 0.5 : 0),
      router: (_percent, nth) => (nth === 3 ? DOWN : { kind: 'set' }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', nextSteps: [] })
  })

  it('is left to do where the release gone back to could not be deployed', async () => {
    const { outcome } = await runIn({
      errorRate: (version) => (version === 'v2.0.0' ? 0.5 : 0),
      router: (_percent, nth) => (nth > 2 ? DOWN : { kind: 'set' }),
      deploy: (_version, nth) => (nth > 1 ? DOWN : { kind: 'deployed' }),
    })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'redeploy-failed' })
    expect(outcome?.nextSteps).toStrictEqual(['# Set the traffic of production by hand: 0% for v2.0.0'])
  })

  it('has to be in hand before anything is deployed', async () => {
    const { outcome, journal } = await runIn({ router: () => DOWN })
    expect(outcome).toMatchObject({ decision: 'refused', reason: 'traffic-not-set', tag: 'as-pushed' })
    expect(journal.filter((line) => line.startsWith('deploy'))).toStrictEqual([])
  })

  it('is taken away after a deploy that failed', async () => {
    const { journal } = await runIn({ deploy: (_version, nth) => (nth === 1 ? DOWN : { kind: 'deployed' }) })
    expect(traffic(journal)).toStrictEqual(['traffic 0% to v2.0.0', 'traffic 0% to v2.0.0', 'traffic 100% to v1.0.0'])
    expect(journal.indexOf('move tag 2e to 1e')).toBeGreaterThan(journal.lastIndexOf('traffic 0% to v2.0.0'))
  })

  it('that cannot be set ends in need of a person, with the share that it has', async () => {
    const { outcome, warnings } = await runIn({
      errorRate: good,
      router: (percent) => (percent === 25 ? DOWN : { kind: 'set' }),
    })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'traffic-not-set', tag: 'as-pushed' })
    expect(outcome?.sentence).toMatch(/at 5% of the traffic.*could not be set: connection refused/)
    expect(warnings.filter((text) => text.includes('25%'))).toHaveLength(1)
  })

  it('that is set at the second try is watched like any other', async () => {
    let tries = 0
    const { outcome } = await runIn({
      errorRate: good,
      router: (percent) => (percent === 25 && ++tries === 1 ? DOWN : { kind: 'set' }),
    })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
  })

  it('stays where it is when the watch ends without a verdict', async () => {
    const { outcome, journal } = await runIn({
      reading: () => ({ kind: 'counters', errors: new Map([['', 0]]), total: new Map([['', 0]]) }),
    })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'inconclusive' })
    expect(outcome?.sentence).toContain('at 5% of the traffic')
    expect(traffic(journal)).toStrictEqual(['traffic 0% to v2.0.0', 'traffic 5% to v2.0.0'])
  })

  it('goes on with its steps in a watch that is extended', async () => {
    const { outcome, journal } = await runIn({
      settings: { 'on-inconclusive': 'extend', duration: '60s', 'min-duration': '30s' },
      errorRate: good,
      router: (percent, nth) => (percent === 100 && nth < 6 ? DOWN : { kind: 'set' }),
    })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
    expect(traffic(journal).at(-1)).toBe('traffic 100% to v2.0.0')
  })

  it('waits between its steps where nothing is measured', async () => {
    const { outcome, journal, statuses, elapsed } = await runIn({ settings: { metric: 'none' } })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'unwatched' })
    expect(traffic(journal).slice(1)).toStrictEqual([
      'traffic 5% to v2.0.0',
      'traffic 25% to v2.0.0',
      'traffic 100% to v2.0.0',
    ])
    expect([statuses.length, elapsed]).toStrictEqual([3, 40])
  })

  it('is left to whoever moved the tag between two steps', async () => {
    const { outcome, journal } = await runIn({ settings: { metric: 'none' }, movedAway: 10 })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
    expect(traffic(journal)).toStrictEqual(['traffic 0% to v2.0.0', 'traffic 5% to v2.0.0'])
  })

  it.each([
    ['gets no traffic', undefined],
    [
      'runs until whoever sends traffic there stops',
      (percent: number, nth: number) => (percent === 0 && nth > 1 ? DOWN : SET),
    ],
  ])('is taken from a canary that is removed: it %s', async (said, router) => {
    const { outcome, journal } = await runIn({
      settings: { 'canary-of': 'staging', 'on-failure': 'remove' },
      ...(router ? { router } : {}),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'removed' })
    expect(outcome?.sentence).toContain(`v2.0.0 ${said}.`)
    expect(journal.slice(-3, -1)).toStrictEqual(['traffic 0% to v2.0.0', 'move tag 2e to 00'])
  })

  it('is not given more while nobody knows whether the tag is still ours', async () => {
    const { journal } = await runIn({ errorRate: good, movedAway: 19 })
    expect(traffic(journal)).toStrictEqual(['traffic 0% to v2.0.0', 'traffic 5% to v2.0.0'])
  })

  it('is taken away by the run that is cancelled', async () => {
    const { outcome, journal } = await runIn({ errorRate: good, cancelAfter: 30 })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'unfinished', tag: 'moved-back' })
    expect(journal.slice(-2)).toStrictEqual(['traffic 0% to v2.0.0', 'move tag 2e to 1e'])
  })
})

const errorsUntil = (end: number) => (version: string, at: number) => (version === 'v2.0.0' && at < end ? 0.05 : 0)

describe('a rollback in steps', () => {
  const EASED = { 'rollback-steps': '50, 25', 'step-duration': '40s', duration: '3m' }
  /** With all of its traffic the release fails; how it fails with less is what a test is about. */
  const world = (failsAt: (percent: number) => boolean): World => {
    let share = 100
    return {
      settings: { ...EASED, 'traffic-steps': '100' },
      router: (percent) => {
        share = percent
        return { kind: 'set' }
      },
      errorRate: (version) => (version === 'v2.0.0' && failsAt(share) ? 0.05 : 0),
    }
  }

  it('stops where less traffic cures it, and is left to a person', async () => {
    const { outcome, journal, statuses, tag } = await runIn(world((percent) => percent > 30))
    expect(outcome).toMatchObject({ decision: 'held', reason: 'less-traffic', tag: 'as-pushed' })
    expect(outcome?.sentence).toMatch(/With 25% of the traffic it is well again/)
    expect(traffic(journal).slice(2)).toStrictEqual(['traffic 50% to v2.0.0', 'traffic 25% to v2.0.0'])
    expect(statuses.slice(-2)).toStrictEqual([
      'traffic 50%, going down (above-threshold)',
      'traffic 25%, going down (above-threshold)',
    ])
    expect(tag).not.toBe(BEFORE)
  })

  it('goes on where the error rate only might be well again', async () => {
    const { timeline = [] } = (await runIn(world(() => true))).outcome ?? {}
    const [began = 0, decided = 0] = ['started', 'decided'].map(
      (name) => timeline.find(({ event }) => event === name)?.at,
    )
    // Ten seconds of errors more are above the threshold in the step that they are in, and too few to be sure of it.
    const until = (decided - began) / 1000 + 10
    const { outcome, journal } = await runIn({ ...world(() => true), errorRate: errorsUntil(until) })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'less-traffic' })
    expect(traffic(journal).slice(2)).toStrictEqual(['traffic 50% to v2.0.0', 'traffic 25% to v2.0.0'])
  })

  it('goes on to an ordinary rollback where nothing cures it', async () => {
    const { outcome, journal, served } = await runIn(world(() => true))
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold' })
    expect(traffic(journal).slice(2)).toStrictEqual([
      'traffic 50% to v2.0.0',
      'traffic 25% to v2.0.0',
      'traffic 0% to v2.0.0',
      'traffic 100% to v1.0.0',
    ])
    expect(served).toBe('v1.0.0')
  })

  it('is none in an outage, where the router does not answer, or with less traffic than its steps', async () => {
    const outage = await runIn({ ...world(() => true), errorRate: (version) => (version === 'v2.0.0' ? 1 : 0) })
    expect(outage.outcome).toMatchObject({ reason: 'outage' })
    expect(traffic(outage.journal)).not.toContain('traffic 50% to v2.0.0')
    const down = await runIn({ ...world(() => true), router: (_percent, nth) => (nth === 3 ? DOWN : { kind: 'set' }) })
    expect(traffic(down.journal).slice(2, 4)).toStrictEqual(['traffic 50% to v2.0.0', 'traffic 0% to v2.0.0'])
    const small = await runIn({ ...world(() => true), settings: { ...EASED, 'traffic-steps': '20' } })
    expect(traffic(small.journal).slice(2, 3)).toStrictEqual(['traffic 0% to v2.0.0'])
  })
})

describe('a run that was cut off', () => {
  it.each(['watching', 'moving-back', 'redeploying'] as const)('in %s: the traffic goes first', async (phase) => {
    const { journal } = await finishGuardIn(
      { settings: ROUTED, records: [openRecord()], ...(phase === 'redeploying' ? { tag: BEFORE } : {}) },
      { phase },
    )
    expect(journal[0]).toBe('traffic 0% to v2.0.0')
    expect(traffic(journal).at(-1)).toBe('traffic 100% to v1.0.0')
  })

  it('is kept with the share that its record tells, where the settings say so', async () => {
    const { outcome, journal } = await finishGuardIn(
      { settings: { ...ROUTED, 'on-cancel': 'keep' }, records: [openRecord({ percent: 25, leaving: null })] },
      { phase: 'watching' },
    )
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'cancelled' })
    expect(outcome?.sentence).toContain('at 25% of the traffic')
    expect(traffic(journal)).toStrictEqual([])
  })

  it('is said to have been at the step that its record tells', async () => {
    const { outcome } = await finishGuardIn(
      { settings: ROUTED, records: [openRecord({ percent: 25, leaving: null })] },
      { phase: 'watching' },
    )
    expect(outcome?.sentence).toContain('before its watch had passed, at 25% of the traffic')
  })

  it('is not kept when its traffic was going down already', async () => {
    const { outcome } = await finishGuardIn(
      {
        settings: { ...ROUTED, 'on-cancel': 'keep' },
        records: [openRecord({ percent: 50, leaving: 'above-threshold' })],
      },
      { phase: 'watching' },
    )
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' })
  })
})

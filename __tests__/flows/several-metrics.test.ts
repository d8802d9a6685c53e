import { describe, expect, it } from '@jest/globals'
import type { Policy } from '../../src/analysis/policy.ts'
import type { Reading } from '../../src/analysis/reading.ts'
import type { Poll } from '../../src/flows/progress.ts'
import { watch } from '../../src/flows/watch/watch.ts'
import type { WatchedMetric } from '../../src/flows/watch/watched-metric.ts'
import { runGuardIn } from './guard-world.ts'
import { createVirtualClock } from './virtual-clock.ts'

const policy: Policy = {
  ...{ threshold: 0.01, falseRollbackRisk: 0.05, noise: 0.5, ignoreBlips: 0, minimumRequests: 20 },
  ...{ interval: 5, minDuration: 60, duration: 120 },
}
type Read = (at: number) => Reading

/** So many requests a second, of which a share fails. */
const rate =
  (failing: number, perSecond = 500): Read =>
  (at) => ({
    kind: 'counters',
    errors: new Map([['', Math.round(at * perSecond * failing)]]),
    total: new Map([['', Math.round(at * perSecond)]]),
  })
const outage: Read = () => ({ kind: 'unavailable', what: 'timeout', detail: 'no answer' })

async function watched(metrics: Record<string, Read | { dryRun: Read }>, change: Partial<Policy> = {}) {
  const { clock, finish, elapsed } = createVirtualClock()
  const [told, warnings]: [Poll[], string[]] = [[], []]
  const end = await finish(
    watch({
      metrics: Object.entries(metrics).map(
        ([name, read]): WatchedMetric => ({
          ...{ name, dryRun: typeof read !== 'function', policy: { ...policy, ...change } },
          source: {
            description: name,
            read: async () => (typeof read === 'function' ? read : read.dryRun)(elapsed()),
          },
        }),
      ),
      ...{ settle: 0, lag: 0, interval: 5, duration: change.duration ?? 120, ref: 'refs/tags/c/p/e/production' },
      ...{
        expected: 'a'.repeat(40),
        lagging: null,
        clock,
        cancelled: new AbortController().signal,
        warn: (text) => warnings.push(text),
      },
      repository: { lookAtTag: async () => ({ kind: 'at', object: 'a'.repeat(40) }) },
      tell: (progress) => {
        if (progress.kind === 'poll') told.push(progress.poll)
      },
    }),
  )
  if (end.kind !== 'judged') throw new Error('the tag was not moved')
  return { end, told, warnings, elapsed: elapsed() }
}

describe('several metrics in one watch', () => {
  it('is decided by the worst, and its polls are about that one', async () => {
    const { end, told, elapsed } = await watched({ errors: rate(0), slow: rate(0.1) })
    expect(end).toMatchObject({ decidedBy: 'slow', conclusion: { verdict: 'regressed' } })
    expect(end.conclusion.sentence).toMatch(/^slow: error rate 10%/)
    expect(elapsed).toBeLessThan(60)
    expect(told[0]).toMatchObject({ name: 'errors', others: [{ name: 'slow', dryRun: false }] })
    expect(end.polls.length).toBe(told.length)
    for (const poll of end.polls) expect(poll).toMatchObject({ name: 'slow', others: [{ name: 'errors' }] })
  })

  it('is healthy when all are, and says so of each', async () => {
    const { end } = await watched({ errors: rate(0), slow: rate(0.001) })
    expect(end).toMatchObject({ decidedBy: 'errors', conclusion: { verdict: 'healthy' } })
    expect(end.conclusion.sentence).toMatch(/^errors: .*; slow: /)
  })

  it('is not decided by a dry run, but warns of it', async () => {
    const { end, warnings } = await watched({ errors: rate(0), slow: { dryRun: rate(0.1) } })
    expect(end).toMatchObject({ decidedBy: 'errors', conclusion: { verdict: 'healthy' } })
    expect(end.polls.at(-1)?.others).toMatchObject([
      { name: 'slow', dryRun: true, assessment: { verdict: 'regressed' } },
    ])
    expect(warnings).toStrictEqual([expect.stringMatching(/^slow would have decided, but is dry-run: error rate 10%/)])
  })

  it('is unavailable when one that decides does not answer, and not when a dry run does not', async () => {
    expect((await watched({ errors: rate(0), slow: outage })).end).toMatchObject({
      ...{ decidedBy: 'slow', conclusion: { verdict: 'unavailable' } },
    })
    expect((await watched({ errors: rate(0), slow: { dryRun: outage } })).end).toMatchObject({
      ...{ decidedBy: 'errors', conclusion: { verdict: 'healthy' } },
    })
  })
})

describe('what the watch expects of itself', () => {
  it('tells with each poll when it will have decided', async () => {
    const { told } = await watched({ metric: rate(0, 100) })
    expect(told[5]?.outlook).toStrictEqual({ decidesAt: 60 })
  })

  it('warns once that this traffic cannot bring a decision, and of what it would take', async () => {
    const { warnings } = await watched({ metric: rate(0, 1) })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/^This watch is short for its traffic: about 1[12]\d requests in 120 s can show only/)
    expect(warnings[0]).toContain('telling 2% from 1% takes about')
  })

  it('is silent where there is traffic enough', async () => {
    expect((await watched({ metric: rate(0.009, 100) })).warnings).toStrictEqual([])
  })
})

describe('a guard of several metrics', () => {
  const metrics = { failures: {}, slow: { errors: 'slow' } }

  it('rolls back for one of them, and names it', async () => {
    const { outcome } = await runGuardIn({
      metrics,
      errorRate: () => 0,
      // Errors until the rollback, and none afterwards.
      readings: { slow: (elapsed) => rate((0.3 * Math.min(elapsed, 5)) / Math.max(elapsed, 1))(elapsed) },
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', decidedBy: 'slow' })
    expect(outcome.sentence).toMatch(/ v2\.0\.0 in production: slow: error rate/)
    expect(outcome.polls[0]).toMatchObject({ name: 'slow', others: [{ name: 'failures' }] })
  })

  it('is refused when one that decides does not answer before the deploy', async () => {
    const { outcome, journal } = await runGuardIn({ metrics, readings: { slow: outage } })
    expect(outcome).toMatchObject({ decision: 'refused', reason: 'metric-unavailable' })
    expect(outcome.sentence).toContain('slow: no answer')
    expect(journal).toStrictEqual([])
  })

  it('only warns of a dry run that does not answer', async () => {
    const { outcome, warnings } = await runGuardIn({
      ...{ metrics: { failures: {}, slow: { errors: 'slow', 'dry-run': 'true' } }, readings: { slow: outage } },
      errorRate: () => 0,
    })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy', decidedBy: 'failures' })
    expect(warnings).toContain('A dry-run metric does not answer properly: slow: no answer')
  })

  it('watches once more with times that go on', async () => {
    const { outcome } = await runGuardIn({
      ...{ metrics, settings: { 'on-unavailable': 'extend' }, errorRate: () => 0, readings: { slow: flaky } },
    })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'unavailable', decidedBy: 'slow' })
    const times = outcome.polls.map(({ measurement }) => measurement.at)
    expect(times.length).toBeGreaterThan(40)
    expect(times.slice(1).every((at, index) => at > (times[index] ?? at))).toBe(true)
    expect(outcome.polls.every(({ name }) => name === 'slow')).toBe(true)
  })
})

/** Answers while arming, and never again. */
const flaky: Read = (at) => (at === 0 ? rate(0)(at) : outage(at))

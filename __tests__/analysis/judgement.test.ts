import { describe, expect, it } from '@jest/globals'
import { beginJudgement, conclude, observe } from '../../src/analysis/judgement.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import { defaults, steady, watch } from './policies.ts'

const failed = (at: number): Measurement => ({
  kind: 'unavailable',
  at,
  what: 'timeout',
  detail: 'no answer within 10 s',
})
const empty = (at: number): Measurement => ({ kind: 'nothing', at, what: 'empty', detail: 'no series' })
const everyPoll = (poll: (at: number) => Measurement): Measurement[] =>
  Array.from({ length: 120 }, (_, i) => poll((i + 1) * 5))

/** The share of each 5 s that lies between 62 and 77 s. */
const offPoll = (at: number) => Math.max(0, Math.min(at, 77) - Math.max(at - 5, 62)) / 5

describe('whole watches at 10 requests a second, threshold 1%', () => {
  it.each([
    ['no errors', () => 0, 'healthy', 'below-threshold-proven', 300],
    ['0.1%', () => 0.001, 'healthy', 'below-threshold-proven', 300],
    ['exactly the threshold', () => 0.01, 'healthy', 'no-evidence-of-regression', 600],
    ['5%', () => 0.05, 'regressed', 'above-threshold', 40],
    ['20%', () => 0.2, 'regressed', 'above-threshold', 40],
    ['everything fails', () => 1, 'regressed', 'outage', 20],
    ['20% for 30 s', (at: number) => (at > 60 && at <= 90 ? 0.2 : 0.001), 'healthy', 'no-evidence-of-regression', 600],
    // From within one poll to within another: neither of the two failed as a whole.
    ['100% for 15 s, between polls', offPoll, 'healthy', 'no-evidence-of-regression', 600],
    ['100% for 15 s', (at: number) => (at <= 15 ? 1 : 0), 'healthy', 'no-evidence-of-regression', 600],
    ['5% from 180 s on', (at: number) => (at > 180 ? 0.05 : 0.001), 'regressed', 'above-threshold', 240],
  ] as const)('%s', (_, rateAt, verdict, reason, at) => {
    const judged = watch(defaults, steady(defaults, 10, rateAt))
    expect(judged).toMatchObject({ verdict, reason, at })
  })

  it('waits one poll more when a poll has too few requests to tell when an outage began', () => {
    const all = steady(defaults, 0.4, () => 1)
    expect(watch(defaults, all)).toMatchObject({ verdict: 'regressed', reason: 'outage', at: 25 })
  })

  it('lets errors fade out that a start-up brought, halving every 25 s', () => {
    const fading = (at: number) => 0.002 + 0.05 * 2 ** (-(at - 2.5) / 25)
    expect(watch(defaults, steady(defaults, 10, fading))).toMatchObject({ verdict: 'healthy' })
  })

  it('says what it saw, and since when', () => {
    const late = watch(
      defaults,
      steady(defaults, 10, (at) => (at > 180 ? 0.05 : 0)),
    )
    expect(late.sentence).toMatch(
      /^error rate 5(\.\d+)?% since 180 s \(\d+ of \d+ requests\) is above the threshold of 1%/,
    )
    expect(late.sentence).toMatch(/\(false-rollback risk at most 5%\)$/)
    expect(late.evidence).toEqual({ regressed: 1, healthy: 0 })
  })

  it('holds a burst at the very end for neither a regression nor health', () => {
    const judged = watch(
      defaults,
      steady(defaults, 10, (at) => (at > 580 ? 0.3 : 0.009)),
    )
    expect(judged).toMatchObject({ verdict: 'inconclusive', reason: 'burst-at-end' })
  })

  it('shows progress below 1 while the blip guard holds a rollback back', () => {
    let judgement = beginJudgement(defaults)
    for (const measurement of steady(defaults, 10, () => 0.2).slice(0, 6)) judgement = observe(judgement, measurement)
    expect(judgement.assessment).toMatchObject({ verdict: 'undecided', reason: 'watching' })
    expect(judgement.assessment.evidence.regressed).toBe(0.95)
  })

  it('rolls back at once when no blip is to be ignored', () => {
    const policy = { ...defaults, ignoreBlips: 0 }
    expect(
      watch(
        policy,
        steady(policy, 10, () => 1),
      ).at,
    ).toBe(5)
  })
})

describe('the four verdicts stay apart', () => {
  it('no traffic is inconclusive', () => {
    expect(
      watch(
        defaults,
        steady(defaults, 0, () => 0),
      ),
    ).toMatchObject({ verdict: 'inconclusive', reason: 'no-traffic' })
  })

  it('an empty answer all the time is inconclusive', () => {
    expect(watch(defaults, everyPoll(empty))).toMatchObject({ verdict: 'inconclusive', reason: 'nothing-to-count' })
  })

  it('too few requests are inconclusive', () => {
    const few = watch(defaults, [{ kind: 'counts', at: 5, errors: 0, total: 19 }])
    expect(few).toMatchObject({ verdict: 'inconclusive', reason: 'too-few-requests', errors: 0, total: 19 })
    expect(few.sentence).toContain('fewer than the 20 requests')
  })

  it('a regression that is proven needs no minimum of requests', () => {
    const two = everyPoll((at) => {
      const one = at === 30 || at === 90 ? 1 : 0
      return { kind: 'counts', at, errors: one, total: one }
    })
    expect(watch(defaults, two)).toMatchObject({ verdict: 'regressed', reason: 'outage', errors: 2, total: 2 })
  })

  it('no answer at all is unavailable, even without any poll', () => {
    expect(watch(defaults, everyPoll(failed))).toMatchObject({ verdict: 'unavailable', reason: 'source-unavailable' })
    expect(watch(defaults, [])).toMatchObject({ verdict: 'unavailable', reason: 'source-unavailable' })
  })

  it('a source that is silent for the last 12 polls is unavailable, for the last 11 it is bridged', () => {
    const silentFor = (polls: number) =>
      watch(
        defaults,
        steady(defaults, 1, () => 0.005).map((poll, i) => (i >= 120 - polls ? failed(poll.at) : poll)),
      )
    expect(silentFor(12)).toMatchObject({ verdict: 'unavailable' })
    expect(silentFor(11)).toMatchObject({ verdict: 'healthy' })
  })

  it('a source that fails more often than it answers is unavailable', () => {
    const polls = steady(defaults, 1, () => 0.005).map((poll, i) => (i % 3 === 0 ? poll : failed(poll.at)))
    expect(watch(defaults, polls)).toMatchObject({ verdict: 'unavailable' })
  })

  it('a regression is seen across failed polls', () => {
    const counts = steady(defaults, 10, () => 0.1)
    const bridged = counts.flatMap((poll, i): Measurement[] => {
      if (i % 4 !== 3) return [failed(poll.at)]
      return [{ kind: 'counts', at: poll.at, errors: 20, total: 200 }]
    })
    expect(watch(defaults, bridged)).toMatchObject({ verdict: 'regressed' })
  })

  it('leans-regressed when the end comes before certainty', () => {
    const judged = watch(
      defaults,
      steady(defaults, 1, () => 0.0225),
    )
    expect(judged).toMatchObject({ verdict: 'inconclusive', reason: 'leans-regressed' })
  })
})

describe('bare rates', () => {
  const rates = (rate: number): Measurement[] => everyPoll((at) => ({ kind: 'rate', at, rate }))

  it.each([
    [0, 'healthy', 'no-evidence-of-regression'],
    [0.01, 'healthy', 'no-evidence-of-regression'],
    [0.05, 'regressed', 'above-threshold'],
    [1, 'regressed', 'outage'],
  ] as const)('a rate of %d', (rate, verdict, reason) => {
    expect(watch(defaults, rates(rate))).toMatchObject({ verdict, reason, errors: 0, total: 0 })
  })

  it('counts one reading per window', () => {
    const policy = { ...defaults, rateWindow: 60 }
    expect(watch(policy, rates(0.01)).judgement.seen.total).toBe(10)
  })
})

describe('a source that changes between counts and rates', () => {
  const mixed = (first: 0 | 1) =>
    everyPoll((at) =>
      (at / 5) % 2 === first ? { kind: 'rate', at, rate: 0.2 } : { kind: 'counts', at, errors: 10, total: 50 },
    )

  it('is judged by both, in the unit that came first', () => {
    expect(watch(defaults, mixed(0))).toMatchObject({ verdict: 'regressed', judgement: { unit: 'counts' } })
    expect(watch(defaults, mixed(1))).toMatchObject({ verdict: 'regressed', judgement: { unit: 'rate' } })
  })
})

describe('what must not be judged', () => {
  it.each([
    [
      { kind: 'counts', at: 5, errors: 3, total: 2 },
      'measurement at 5 s: errors must not exceed total, found 3 errors of 2',
    ],
    [{ kind: 'counts', at: 5, errors: -1, total: 2 }, 'errors must be a number, 0 or more, found -1'],
    [{ kind: 'counts', at: 5, errors: 0, total: Number.NaN }, 'total must be a number, 0 or more, found NaN'],
    [{ kind: 'rate', at: 5, rate: 1.5 }, 'an error rate must be a ratio from 0 to 1, found 1.5'],
    [{ kind: 'rate', at: -5, rate: 0.5 }, 'its time must be 0 s or later, found -5'],
  ] as [Measurement, string][])('%j', (measurement, message) => {
    expect(() => observe(beginJudgement(defaults), measurement)).toThrow(message)
  })

  it('times that do not go on', () => {
    const begun = observe(beginJudgement(defaults), { kind: 'counts', at: 10, errors: 0, total: 10 })
    const again = () => observe(begun, { kind: 'counts', at: 10, errors: 0, total: 1 })
    expect(again).toThrow('later than the one before it (10 s)')
  })

  it.each([
    [{ threshold: 0 }, 'threshold must be a ratio above 0 and below 1'],
    [{ threshold: 1 }, 'threshold must be a ratio above 0 and below 1'],
    [{ falseRollbackRisk: 1 }, 'falseRollbackRisk must be'],
    [{ noise: Number.NaN }, 'noise must be'],
    [{ interval: 0 }, 'interval must be'],
    [{ rateWindow: 0 }, 'rateWindow must be'],
    [{ minDuration: 700 }, 'minDuration must be at most duration (600 s); found 700'],
  ])('a policy with %j', (change, message) => {
    expect(() => beginJudgement({ ...defaults, ...change })).toThrow(message)
  })
})

it('a watch goes on from a file, and a verdict stays', () => {
  let judgement = beginJudgement(defaults)
  for (const measurement of steady(defaults, 10, () => 0.05)) {
    const read = JSON.parse(JSON.stringify(judgement))
    expect(read).toEqual(judgement)
    judgement = observe(read, measurement)
  }
  expect(judgement.assessment.verdict).toBe('regressed')
  expect(conclude(judgement)).toBe(judgement.assessment)
})

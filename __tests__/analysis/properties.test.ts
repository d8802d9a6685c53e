import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { poisson, seeded } from '../../bench/judge/random.ts'
import { beginJudgement, observe } from '../../src/analysis/judgement.ts'
import { beginMeasuring, measureSince } from '../../src/analysis/measure-since.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import type { Reading } from '../../src/analysis/reading.ts'
import { defaults, watch } from './policies.ts'

type Counts = Extract<Measurement, { kind: 'counts' }>
const short = { ...defaults, threshold: 0.05, duration: 100, minDuration: 50, ignoreBlips: 10 }

/** One count every 5 s, with rates from far below to far above the threshold. */
const traces = fc
  .tuple(
    fc.constantFrom(0, 2, 10, 100),
    fc.array(fc.tuple(fc.nat(100), fc.oneof(fc.nat(200), fc.nat(2))), { minLength: 1, maxLength: 20 }),
  )
  .map(([most, polls]) =>
    polls.map(([share, passed], i): Counts => {
      const errors = Math.round((share * most) / 100)
      return { kind: 'counts', at: (i + 1) * 5, errors, total: errors + passed }
    }),
  )

describe('the false-rollback risk is kept, however often one looks', () => {
  // No guard and no noise margin: nothing but the e-process holds the risk. 4 standard errors are allowed for chance.
  const bare = { ...defaults, ignoreBlips: 0, noise: 0, falseRollbackRisk: 0.1, minDuration: 300, duration: 300 }
  it.each([
    [0.01, 20, 5],
    [0.05, 4, 5],
    [0.2, 10, 1],
    [0.05, 100, 10],
  ])('threshold %d, %d requests a second, polls every %d s', (threshold, perSecond, interval) => {
    const random = seeded(perSecond * interval)
    const policy = { ...bare, threshold, interval }
    const watches = 150
    let rolledBack = 0
    for (let i = 0; i < watches; i += 1) {
      const polls: Measurement[] = []
      // The true rate moves about at or below the threshold, and polls come early and late.
      for (let at = interval; at <= policy.duration; at += interval * (0.95 + random())) {
        const rate = random() < 0.5 ? threshold : threshold * random()
        const errors = poisson(random, perSecond * interval * rate)
        polls.push({ kind: 'counts', at, errors, total: errors + poisson(random, perSecond * interval * (1 - rate)) })
      }
      if (watch(policy, polls).verdict === 'regressed') rolledBack += 1
    }
    const risk = bare.falseRollbackRisk
    expect(rolledBack / watches).toBeLessThanOrEqual(risk + 4 * Math.sqrt((risk * (1 - risk)) / watches))
  })
})

it('more errors never make the verdict better', () => {
  const rank = { healthy: 0, inconclusive: 1, unavailable: 1, regressed: 2 }
  fc.assert(
    fc.property(traces, fc.array(fc.nat(8), { minLength: 20, maxLength: 20 }), (polls, added) => {
      const worse = polls.map((poll, i) => ({
        ...poll,
        errors: Math.min(poll.total, poll.errors + (added[i] as number)),
      }))
      const [before, after] = [watch(short, polls), watch(short, worse)]
      expect(rank[after.verdict]).toBeGreaterThanOrEqual(rank[before.verdict])
      if (before.verdict === 'regressed') expect(after.at as number).toBeLessThanOrEqual(before.at as number)
    }),
    { numRuns: 150 },
  )
})

it('polls closer together than the interval do not change verdict or time', () => {
  fc.assert(
    fc.property(
      traces,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
      (polls, parts) => {
        const split = polls.flatMap((poll, i): Counts[] => {
          const errors = Math.round(poll.errors * (parts[i] as number))
          const total = errors + Math.round((poll.total - poll.errors) * (parts[i] as number))
          const rest = { ...poll, errors: poll.errors - errors, total: poll.total - total }
          return [{ kind: 'counts', at: poll.at - 2, errors, total }, rest]
        })
        // What the first, shorter poll saw belongs to the first round in both.
        const [whole, fine] = [watch(short, polls), watch(short, split)]
        expect([fine.verdict, fine.reason, fine.at]).toEqual([whole.verdict, whole.reason, whole.at])
      },
    ),
    { numRuns: 150 },
  )
})

it('no traffic never decides', () => {
  const silent: fc.Arbitrary<(at: number) => Measurement> = fc.constantFrom(
    (at: number): Measurement => ({ kind: 'counts', at, errors: 0, total: 0 }),
    (at: number): Measurement => ({ kind: 'nothing', at, what: 'no-traffic', detail: '' }),
    (at: number): Measurement => ({ kind: 'nothing', at, what: 'not-a-number', detail: '' }),
    (at: number): Measurement => ({ kind: 'unavailable', at, what: 'timeout', detail: '' }),
  )
  fc.assert(
    fc.property(fc.array(silent, { maxLength: 150 }), (polls) => {
      const judged = watch(
        defaults,
        polls.map((poll, i) => poll((i + 1) * 5)),
      )
      expect(['inconclusive', 'unavailable']).toContain(judged.verdict)
      expect(judged.evidence).toEqual({ regressed: 0, healthy: 0 })
    }),
  )
})

it('extreme counts never overflow, become NaN or throw', () => {
  const extreme = fc.constantFrom(0, 1, 2, 1e3, 1e9, 1e15, Number.MAX_SAFE_INTEGER, 1e300)
  const policy = fc.record({
    threshold: fc.constantFrom(1e-9, 0.001, 0.5, 0.97, 0.999999),
    noise: fc.constantFrom(0, 0.5, 10),
    interval: fc.constantFrom(0.1, 5, 3600),
    ignoreBlips: fc.constantFrom(0, 30),
  })
  fc.assert(
    fc.property(policy, fc.array(fc.tuple(extreme, extreme), { maxLength: 30 }), (change, polls) => {
      const rules = { ...defaults, ...change, duration: 7200 }
      let judgement = beginJudgement(rules)
      polls.forEach(([one, other], i) => {
        const counts = { errors: Math.min(one, other), total: Math.max(one, other) }
        judgement = observe(judgement, { kind: 'counts', at: (i + 1) * rules.interval, ...counts })
        const { regressed, healthy } = judgement.assessment.evidence
        for (const value of [regressed, healthy]) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
        expect(judgement.assessment.sentence).not.toMatch(/NaN|Infinity|undefined/)
      })
    }),
    { numRuns: 200 },
  )
})

it('whatever the counters do, measurements are possible counts', () => {
  const value = fc.constantFrom(0, 1, 5, 1e15, 3, Number.NaN, -2, Number.POSITIVE_INFINITY)
  const series = fc.constantFrom('a', 'b', '__proto__')
  const counters = fc.array(fc.tuple(series, value), { maxLength: 3 }).map((entries) => new Map(entries))
  fc.assert(
    fc.property(fc.array(fc.tuple(counters, counters), { maxLength: 20 }), (polls) => {
      let carried = beginMeasuring()
      polls.forEach(([errors, total], i) => {
        const reading: Reading = { kind: 'counters', errors, total }
        const step = measureSince(carried, reading, i)
        carried = JSON.parse(JSON.stringify(step.carried))
        const { measurement } = step
        if (measurement?.kind !== 'counts') return
        expect(measurement.total).toBeGreaterThan(0)
        expect(Number.isFinite(measurement.total)).toBe(true)
        expect(measurement.errors).toBeGreaterThanOrEqual(0)
        expect(measurement.errors).toBeLessThanOrEqual(measurement.total)
      })
    }),
    { numRuns: 200 },
  )
})

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { beginMeasuring, measureSince } from '../../src/analysis/measure-since.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import type { Reading } from '../../src/analysis/reading.ts'

const counters = (errors: Record<string, number>, total: Record<string, number>): Reading => ({
  kind: 'counters',
  errors: new Map(Object.entries(errors)),
  total: new Map(Object.entries(total)),
})
const down: Reading = { kind: 'unavailable', what: 'http-status', detail: '503' }

/** Measures one reading every 5 s, remembering through JSON as a state file does. */
function measure(...readings: Reading[]): (Measurement | null)[] {
  let carried = beginMeasuring()
  return readings.map((reading, i) => {
    const step = measureSince(carried, reading, (i + 1) * 5)
    carried = JSON.parse(JSON.stringify(step.carried))
    expect(carried).toEqual(step.carried)
    return step.measurement
  })
}

const counts = (at: number, errors: number, total: number) => ({ kind: 'counts', at, errors, total })

describe('counters', () => {
  it('measure the increase since the poll before; the first is the baseline', () => {
    expect(measure(counters({ a: 3 }, { a: 100 }), counters({ a: 5 }, { a: 150 }))).toEqual([null, counts(10, 2, 50)])
  })

  it('a reset counts from 0, in its own series only', () => {
    const before = counters({ a: 40, b: 7 }, { a: 1000, b: 500 })
    expect(measure(before, counters({ a: 2, b: 8 }, { a: 30, b: 520 }))[1]).toEqual(counts(10, 3, 50))
  })

  it('a series born later is not invisible', () => {
    expect(measure(counters({}, { a: 100 }), counters({ a: 6 }, { a: 120, b: 5 }))[1]).toEqual(counts(10, 6, 25))
  })

  it('after an empty answer everything is new', () => {
    expect(measure({ kind: 'nothing', what: 'empty', detail: '' }, counters({ a: 4 }, { a: 4 }))[1]).toEqual(
      counts(10, 4, 4),
    )
  })

  it('a series that was away goes on where it was', () => {
    const polls = measure(
      counters({ a: 5 }, { a: 50, b: 10 }),
      counters({}, { b: 20 }),
      counters({ a: 6 }, { a: 60, b: 30 }),
    )
    expect(polls.slice(1)).toEqual([counts(10, 0, 10), counts(15, 1, 20)])
  })

  it('failed polls are bridged', () => {
    const polls = measure(counters({ a: 0 }, { a: 0 }), down, down, counters({ a: 3 }, { a: 90 }))
    expect(polls[1]).toEqual({ ...down, at: 10 })
    expect(polls[3]).toEqual(counts(20, 3, 90))
  })

  it('no increase is no traffic', () => {
    expect(measure(counters({ a: 1 }, { a: 9 }), counters({ a: 1 }, { a: 9 }))[1]).toMatchObject({
      kind: 'nothing',
      what: 'no-traffic',
    })
  })

  it('more errors than requests is out of range, and neither figure is lost', () => {
    const polls = measure(counters({ a: 0 }, { a: 0 }), counters({ a: 5 }, { a: 2 }), counters({ a: 6 }, { a: 20 }))
    expect(polls[1]).toMatchObject({ kind: 'unavailable', what: 'out-of-range', detail: '5 errors of 2 requests' })
    expect(polls[2]).toEqual(counts(15, 6, 20))
  })

  it('errors scraped before their requests wait for them', () => {
    const polls = measure(
      counters({ a: 0 }, { a: 0 }),
      counters({ a: 50 }, { a: 100 }),
      counters({ a: 61 }, { a: 110 }),
      counters({ a: 70 }, { a: 121 }),
    )
    expect(polls.slice(1)).toEqual([counts(10, 50, 100), counts(15, 10, 10), counts(20, 10, 11)])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('a counter of %d is out of range and named', (value) => {
    const polls = measure(counters({ a: 0 }, { a: 0 }), counters({ a: 0 }, { a: value }))
    expect(polls[1]).toMatchObject({ kind: 'unavailable', what: 'out-of-range' })
    expect((polls[1] as { detail: string }).detail).toContain('total of series "a"')
  })

  it('loses and invents nothing, whatever the resets, births and gaps', () => {
    const step = fc.record({
      errors: fc.nat(20),
      passed: fc.integer({ min: 1, max: 50 }),
      restart: fc.boolean(),
      fails: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const value = { errors: 0, total: 0 }
        const sent = { errors: 0, total: 0 }
        let polled = true
        const readings: Reading[] = [counters({}, {})]
        for (const { errors, passed, restart, fails } of steps) {
          // A restart is lossless only when polls see the counter just before and again before it has caught up.
          const visible = polled && !fails && errors < value.errors && errors + passed < value.total
          if (restart && visible) Object.assign(value, { errors: 0, total: 0 })
          polled = !fails
          value.errors += errors
          value.total += errors + passed
          sent.errors += errors
          sent.total += errors + passed
          readings.push(fails ? down : counters({ a: value.errors }, { a: value.total }))
        }
        readings.push(counters({ a: value.errors }, { a: value.total }))
        const got = measure(...readings).reduce(
          (sum, m) => (m?.kind === 'counts' ? { errors: sum.errors + m.errors, total: sum.total + m.total } : sum),
          { errors: 0, total: 0 },
        )
        expect(got).toEqual(sent)
      }),
    )
  })
})

describe('windows and rates', () => {
  it('a window is a measurement of its own', () => {
    expect(measure({ kind: 'window', errors: 1, total: 20 })).toEqual([counts(5, 1, 20)])
    expect(measure({ kind: 'window', errors: 0, total: 0 })[0]).toMatchObject({ kind: 'nothing', what: 'no-traffic' })
    expect(measure({ kind: 'window', errors: 9, total: 2 })[0]).toMatchObject({
      kind: 'unavailable',
      what: 'out-of-range',
    })
  })

  it('a rate out of 0 to 1 is out of range', () => {
    expect(measure({ kind: 'rate', rate: 2.5 })[0]).toMatchObject({ kind: 'unavailable', what: 'out-of-range' })
  })

  it('a rate repeated to the last digit is stale for a minute; 0 and 1 are not', () => {
    const repeat = (rate: number): Reading[] => Array(14).fill({ kind: 'rate', rate })
    const times = (polls: (Measurement | null)[]) => polls.flatMap((poll) => (poll === null ? [] : [poll.at]))
    expect(times(measure(...repeat(0.125)))).toEqual([5, 65])
    expect(times(measure(...repeat(1)))).toHaveLength(14)
    expect(times(measure(...repeat(0)))).toHaveLength(14)
  })

  it('a rate of the same moment is the same reading, whatever it is', () => {
    const asked = [30, 30, 40, 40, 40, 50].map((of): Reading => ({ kind: 'rate', rate: 1, of }))
    expect(measure(...asked).flatMap((measurement) => measurement?.at ?? [])).toEqual([5, 15, 30])
  })
})

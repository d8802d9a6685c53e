import { flawInCounts, flawInRate } from './check-measurement.ts'
import { counterIncrease, type KnownCounters } from './counter-increase.ts'
import type { Measurement } from './measurement.ts'
import type { Counters, Reading } from './reading.ts'

/** What has to be remembered from one poll to the next. Plain data. */
export type Carried = {
  counters: { errors: KnownCounters; total: KnownCounters } | null
  /** Since the baseline. `excess` errors were seen before the requests that they belong to. */
  sums: { errors: number; total: number; excess: number }
  rate: { rate: number; at: number; of?: number } | null
}

type Rate = Extract<Reading, { kind: 'rate' }>
type Step = { carried: Carried; measurement: Measurement | null }

/** A rate that stays the same to the last digit for less than this many seconds is one reading seen again. */
const STALE_FOR = 60
/** Errors and requests are scraped one after the other: this share of errors too many is taken for skew. */
const SKEW = 0.1

export function beginMeasuring(): Carried {
  return { counters: null, sums: { errors: 0, total: 0, excess: 0 }, rate: null }
}

/**
 * From successive readings to measurements over disjoint intervals, at `at` seconds since the deploy. No measurement
 * comes from the first counters (they are the baseline) nor from a stale rate. Counters are cumulative, so the first
 * good poll after failed ones covers their time too. Figures that cannot be true become `unavailable`. Who says what a
 * rate averages over (`rateWindow`, seconds) is believed: then a steady score is one reading per window, not a stale one.
 */
export function measureSince(carried: Carried, reading: Reading, at: number, rateWindow?: number): Step {
  switch (reading.kind) {
    case 'counters':
      return measureCounters(carried, reading.errors, reading.total, at)
    case 'window': {
      const flaw = flawInCounts(reading.errors, reading.total)
      return { carried, measurement: flaw === null ? counted(reading, at) : outOfRange(flaw, at) }
    }
    case 'rate':
      return measureRate(carried, reading, at, rateWindow)
    case 'nothing': {
      // An empty answer says that no series exists yet; what is born later counts from 0.
      const counters = carried.counters ?? (reading.what === 'empty' ? { errors: [], total: [] } : null)
      return { carried: { ...carried, counters }, measurement: { ...reading, at } }
    }
    case 'unavailable':
      return { carried, measurement: { ...reading, at } }
  }
}

function measureCounters(carried: Carried, errorsNow: Counters, totalNow: Counters, at: number): Step {
  const flaw = flawInCounters('errors', errorsNow) ?? flawInCounters('total', totalNow)
  if (flaw !== null) return { carried, measurement: outOfRange(flaw, at) }
  const errors = counterIncrease(carried.counters?.errors ?? [], errorsNow)
  const total = counterIncrease(carried.counters?.total ?? [], totalNow)
  const counters = { errors: errors.known, total: total.known }
  if (carried.counters === null) return { carried: { ...carried, counters }, measurement: null }

  const due = errors.increase + carried.sums.excess
  const excess = Math.max(0, due - total.increase)
  const sums = { errors: carried.sums.errors + errors.increase, total: carried.sums.total + total.increase, excess }
  if (excess > SKEW * total.increase && sums.errors > sums.total)
    return { carried, measurement: outOfRange(`${due} errors of ${total.increase} requests`, at) }
  return {
    carried: { ...carried, counters, sums },
    measurement: counted({ errors: due - excess, total: total.increase }, at),
  }
}

function measureRate(carried: Carried, { rate, of }: Rate, at: number, rateWindow: number | undefined): Step {
  const flaw = flawInRate(rate)
  if (flaw !== null) return { carried, measurement: outOfRange(flaw, at) }
  const last = carried.rate
  if (of !== undefined && last?.of === of) return { carried, measurement: null }
  // 0 and 1 repeat in every healthy and every broken service; other rates repeat when a window has not moved on.
  const repeated = rateWindow === undefined && rate > 0 && rate < 1
  if (repeated && last !== null && rate === last.rate && at - last.at < STALE_FOR) return { carried, measurement: null }
  return {
    carried: { ...carried, rate: { rate, at, ...(of === undefined ? {} : { of }) } },
    measurement: { kind: 'rate', at, rate },
  }
}

function counted({ errors, total }: { errors: number; total: number }, at: number): Measurement {
  if (total > 0) return { kind: 'counts', at, errors, total }
  return { kind: 'nothing', at, what: 'no-traffic', detail: 'the number of requests did not go up since the last poll' }
}

function flawInCounters(name: string, counters: Counters): string | null {
  for (const [series, value] of counters)
    if (!Number.isFinite(value) || value < 0)
      return `${name} of series ${JSON.stringify(series)} must be a number, 0 or more, found ${value}`
  return null
}

function outOfRange(detail: string, at: number): Measurement {
  return { kind: 'unavailable', at, what: 'out-of-range', detail }
}

import { describe, expect, it } from '@jest/globals'
import { alarm, burnRate } from '../../../bench/judge/peers/alarms.ts'
import { argoRollouts } from '../../../bench/judge/peers/argo-rollouts.ts'
import { flagger } from '../../../bench/judge/peers/flagger.ts'
import { kayenta } from '../../../bench/judge/peers/kayenta.ts'
import { shiftInterval } from '../../../bench/judge/peers/mann-whitney.ts'
import { mixtureSprt } from '../../../bench/judge/peers/mixture-sprt.ts'
import { oneBreachLoop, sleepAndCheck } from '../../../bench/judge/peers/scripts.ts'
import { BIN, LENGTH, type Trace } from '../../../bench/judge/trace.ts'

/** 10 requests a second, of which exactly `rate` fail; `down` polls are not answered. */
function trace(rate: (at: number) => number, down: (at: number) => boolean = () => false, perSecond = 10): Trace {
  const bins = LENGTH / BIN
  const made = { errors: new Float64Array(bins + 1), total: new Float64Array(bins + 1), down: new Uint8Array(bins + 1) }
  for (let bin = 1; bin <= bins; bin += 1) {
    const at = bin * BIN
    made.errors[bin] = (made.errors[bin - 1] as number) + perSecond * BIN * rate(at)
    made.total[bin] = (made.total[bin - 1] as number) + perSecond * BIN
    made.down[bin] = down(at) ? 1 : 0
  }
  return made
}

const good = trace(() => 0.001)
const bad = trace(() => 0.05)
/** The minute that ends at `minute` breaches. */
const badMinutes = (...minutes: number[]) => trace((at) => (minutes.includes(Math.ceil(at / 60)) ? 0.05 : 0))
const silent = trace(
  () => 0,
  () => false,
  0,
)

describe('Argo Rollouts', () => {
  it('rolls back when failures exceed the limit: a limit of 3 takes four', () => {
    expect(argoRollouts(60, 10, 0).judge(bad).rolledBack).toBe(60)
    expect(argoRollouts(30, 20, 3).judge(bad).rolledBack).toBe(120)
    expect(argoRollouts(60, 10, 0).judge(good).accepted).toBe(600)
  })

  it('aborts on the fifth provider error in a row, 10 s apart', () => {
    const from = (until: number) =>
      trace(
        () => 0,
        (at) => at >= 60 && at < until,
      )
    expect(argoRollouts(60, 10, 0).judge(from(900)).rolledBack).toBe(100)
    expect(argoRollouts(60, 10, 0).judge(from(100)).rolledBack).toBeNull()
  })
})

describe('Flagger', () => {
  it('rolls back one interval after the check that reaches the threshold, and never forgives', () => {
    expect(flagger(60, 5, 10).judge(bad).rolledBack).toBe(360)
    expect(flagger(60, 5, 10).judge(badMinutes(1, 3, 5, 7, 9)).rolledBack).toBe(600)
  })

  it('fails a check without traffic or answer, and does not advance by it', () => {
    expect(flagger(60, 5, 10).judge(silent).rolledBack).toBe(360)
    expect(
      flagger(60, 5, 10).judge(
        trace(
          () => 0,
          (at) => at === 60,
        ),
      ).accepted,
    ).toBe(660)
  })
})

it('scripts look once, or at every half minute', () => {
  expect([sleepAndCheck.judge(bad).rolledBack, sleepAndCheck.judge(badMinutes(2)).accepted]).toEqual([60, 60])
  expect(oneBreachLoop.judge(badMinutes(4)).rolledBack).toBe(210)
  expect(oneBreachLoop.judge(badMinutes(9)).accepted).toBe(300)
})

it('alarms count breaching periods among the last ones', () => {
  expect(alarm(3, 5, 60).judge(badMinutes(1, 3, 5)).rolledBack).toBe(300)
  expect(alarm(3, 5, 60).judge(badMinutes(1, 4, 8)).rolledBack).toBeNull()
  expect(burnRate.judge(trace((at) => (at > 300 ? 0.05 : 0))).rolledBack).toBe(370)
})

it('the mixture SPRT decides in both directions', () => {
  expect(mixtureSprt.judge(bad).rolledBack).toBeLessThanOrEqual(40)
  expect(mixtureSprt.judge(good).accepted).toBeLessThan(600)
})

describe('Kayenta', () => {
  it('has the interval of a shift', () => {
    const { low, high, estimate } = shiftInterval([11, 12, 13, 14, 15, 16, 17, 18], [1, 2, 3, 4, 5, 6, 7, 8])
    expect(estimate).toBeCloseTo(10, 0)
    expect(low).toBeGreaterThan(4)
    expect(high).toBeLessThan(16)
  })

  it('passes equal arms, fails a release that is always worse', () => {
    expect(kayenta(60).judge({ release: good, baseline: good }).rolledBack).toBeNull()
    const noisy = trace((at) => 0.04 + (at % 60) / 6000)
    expect(kayenta(10).judge({ release: noisy, baseline: good }).rolledBack).toBe(120)
  })
})

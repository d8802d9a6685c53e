import { THRESHOLD } from './judge.ts'
import { poisson, type Random } from './random.ts'
import { DURATION } from './trace.ts'

const STEP = 10
const RISK = 0.05

/** What the blip guard costs at least: a burst of its length and one poll; for an outage half the length. */
const FLOOR = 35
const OUTAGE_FLOOR = 20

/**
 * Delays of the best conceivable rule: it knows the true rate and the onset beforehand, and its boundary is set so that
 * exactly 5 % of releases at the threshold reach it within the watch (by simulation). Infinity for a miss. None is below
 * the floor that ignoring blips sets.
 */
export function oracleDelays(random: Random, perSecond: number, rate: number, traces: number): number[] {
  const highest = Array.from({ length: traces }, () => Math.max(...path(random, perSecond, rate, THRESHOLD)))
  const boundary = highest.sort((a, b) => a - b)[Math.floor((1 - RISK) * traces)] as number
  const floor = rate >= 0.9 ? OUTAGE_FLOOR : FLOOR
  return Array.from({ length: traces }, () => {
    const step = path(random, perSecond, rate, rate).findIndex((log) => log > boundary)
    return step === -1 ? Number.POSITIVE_INFINITY : Math.max((step + 1) * STEP, floor)
  })
}

/** ln likelihood ratio of `rate` over the threshold at each step, when the truth is `truth`. */
function path(random: Random, perSecond: number, rate: number, truth: number): number[] {
  let log = 0
  return Array.from({ length: DURATION / STEP }, () => {
    const errors = poisson(random, perSecond * STEP * truth)
    const passed = poisson(random, perSecond * STEP * (1 - truth))
    log +=
      errors * Math.log(rate / THRESHOLD) +
      (passed > 0 ? passed * (Math.log1p(-Math.min(rate, 1 - 1e-12)) - Math.log1p(-THRESHOLD)) : 0)
    return log
  })
}

import { STILL_LEANS } from '../../src/analysis/risks.ts'
import { THRESHOLD } from './judge.ts'
import { poisson, type Random } from './random.ts'
import { BIN, DURATION } from './trace.ts'

const RISK = 0.05

/** What the blip guard costs at least: a burst of its length and one poll; for an outage half the length. */
const FLOOR = 35
const OUTAGE_FLOOR = 20
/** Polls that a burst of that length can touch. */
const BLIP_POLLS = 30 / BIN + 1
const OUTAGE_BLIP_POLLS = 15 / BIN + 1

/**
 * Delays of the best conceivable rule, on the polls that Tagback has: it knows the true rate and the onset beforehand,
 * and its boundary is set so that exactly 5 % of releases at the threshold reach it within the watch (by simulation).
 * Infinity for a miss.
 */
export type OracleDelays = {
  /** None is below the floor that ignoring blips sets. */
  floored: number[]
  /** The same for a rule that looks at every other poll only, at 10, 20, 30 s. */
  coarse: number[]
  /** The rule keeps Tagback's clause on blips instead: what is left without any burst of that length still leans. */
  guarded: number[]
}

export function oracleDelays(random: Random, perSecond: number, rate: number, traces: number): OracleDelays {
  const outage = rate >= 0.9
  const floor = outage ? OUTAGE_FLOOR : FLOOR
  const polls = outage ? OUTAGE_BLIP_POLLS : BLIP_POLLS
  const draw = (truth: number) => Array.from({ length: traces }, () => path(random, perSecond, rate, truth))
  const [good, bad] = [draw(THRESHOLD), draw(rate)]
  const delay = (steps: number[], boundary: number, seconds = BIN) => {
    const step = steps.findIndex((log) => log > boundary)
    return step === -1 ? Number.POSITIVE_INFINITY : (step + 1) * seconds
  }
  const everyOther = (steps: number[]) => steps.filter((_, step) => step % 2 === 1)
  const plain = boundaryOf(good)
  const sparse = boundaryOf(good.map(everyOther))
  const leaning = (steps: number[]) => guarded(steps, polls)
  const boundary = boundaryOf(good.map(leaning))
  return {
    floored: bad.map((steps) => Math.max(delay(steps, plain), floor)),
    coarse: bad.map((steps) => Math.max(delay(everyOther(steps), sparse, 2 * BIN), floor)),
    guarded: bad.map((steps) => delay(leaning(steps), boundary)),
  }
}

/** What 5 % of the paths ever exceed. */
function boundaryOf(paths: readonly number[][]): number {
  const highest = paths.map((steps) => Math.max(...steps)).sort((a, b) => a - b)
  return highest[Math.floor((1 - RISK) * paths.length)] as number
}

/** The same path, without the steps at which a burst of so many polls may explain it all. */
function guarded(steps: readonly number[], polls: number): number[] {
  const without = (until: number) => {
    let least = Number.POSITIVE_INFINITY
    for (let from = 0; from <= until; from += 1) {
      const burst =
        (steps[Math.min(from + polls - 1, until)] as number) - (from === 0 ? 0 : (steps[from - 1] as number))
      least = Math.min(least, (steps[until] as number) - burst)
    }
    return least
  }
  return steps.map((log, step) => (without(step) >= Math.log(STILL_LEANS) ? log : Number.NEGATIVE_INFINITY))
}

/** ln likelihood ratio of `rate` over the threshold at each step, when the truth is `truth`. */
function path(random: Random, perSecond: number, rate: number, truth: number): number[] {
  let log = 0
  return Array.from({ length: DURATION / BIN }, () => {
    const errors = poisson(random, perSecond * BIN * truth)
    const passed = poisson(random, perSecond * BIN * (1 - truth))
    log +=
      errors * Math.log(rate / THRESHOLD) +
      (passed > 0 ? passed * (Math.log1p(-Math.min(rate, 1 - 1e-12)) - Math.log1p(-THRESHOLD)) : 0)
    return log
  })
}

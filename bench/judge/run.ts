import type { Outcome } from './judge.ts'
import { oracleDelays } from './oracle.ts'
import { pairScenarios } from './pairs.ts'
import { mean, median } from './quantiles.ts'
import { seeded } from './random.ts'
import type { RecordedWatch } from './recorded.ts'
import { pairRules, rules } from './rules.ts'
import type { Scenario } from './scenarios.ts'
import { tagback } from './tagback.ts'
import { type Tally, tally } from './tally.ts'
import { DURATION, drawTrace } from './trace.ts'

/** One scenario at one traffic: what each rule did, by its name. */
export type Cell = { scenario: string; perSecond: number; onset: number | null; byRule: Record<string, Tally> }
export type RatioCell = {
  perSecond: number
  rate: number
  bound: number | null
  median: number | null
  ratio: number | null
  /** Of the mean delays, where a miss counts as a whole watch for both. */
  meanRatio: number
  /** The same against the best rule that looks every 10 s. */
  coarseMeanRatio: number
  /** The same against the best rule that keeps the clause on blips. */
  guardedMeanRatio: number
}

/** All rules see the same traces. The seed depends on the cell only, so that one scenario can be run alone. */
export function runScenario(scenario: Scenario, perSecond: number, traces: number): Cell {
  const random = seeded(seedOf(`${scenario.name} ${perSecond}`))
  const outcomes = new Map<string, Outcome[]>(rules.map(({ name }) => [name, []]))
  for (let i = 0; i < traces; i += 1) {
    const trace = drawTrace(random, scenario.draw(random, perSecond))
    for (const rule of rules) outcomes.get(rule.name)?.push(rule.judge(trace))
  }
  return { scenario: scenario.name, perSecond, onset: scenario.onset, byRule: tallied(outcomes, scenario.onset) }
}

/** Real services, recorded: all watches of one plan are one cell. */
export function runRecorded(watches: readonly RecordedWatch[]): Cell[] {
  return [...new Set(watches.map(({ plan }) => plan))].map((plan) => {
    const own = watches.filter((watch) => watch.plan === plan)
    const outcomes = new Map(rules.map(({ name, judge }) => [name, own.map(({ trace }) => judge(trace))]))
    const onset = own[0]?.onset ?? null
    return { scenario: plan, perSecond: 10, onset, byRule: tallied(outcomes, onset) }
  })
}

/** Release and baseline at 10 requests a second each. */
export function runPairs(traces: number): Cell[] {
  return pairScenarios.map((scenario) => {
    const random = seeded(seedOf(scenario.name))
    const outcomes = new Map<string, Outcome[]>(pairRules.map(({ name }) => [name, []]))
    for (let i = 0; i < traces; i += 1) {
      const { release, baseline } = scenario.draw(random)
      const pair = {
        release: drawTrace(random, { rate: release, traffic: () => 10 }),
        baseline: drawTrace(random, { rate: baseline, traffic: () => 10 }),
      }
      for (const rule of pairRules) outcomes.get(rule.name)?.push(rule.judge(pair))
    }
    const onset = scenario.regressed ? 0 : null
    return { scenario: scenario.name, perSecond: 10, onset, byRule: tallied(outcomes, onset) }
  })
}

/** Delay of Tagback over that of the best conceivable rule, for a regression from the start. */
export function runRatios(traces: number): RatioCell[] {
  const judge = tagback('Tagback')
  return [0.2, 1, 10, 100, 1000].flatMap((perSecond) =>
    [0.015, 0.02, 0.05, 0.2, 1].map((rate) => {
      const random = seeded(seedOf(`${perSecond} ${rate}`))
      const best = oracleDelays(random, perSecond, rate, Math.max(traces, 400))
      const course = { rate: () => rate, traffic: () => perSecond }
      const delays = Array.from({ length: traces }, () => judge.judge(drawTrace(random, course)).rolledBack ?? DURATION)
      const over = (bound: number[]) => mean(delays) / mean(bound.map((delay) => Math.min(delay, DURATION)))
      const means = {
        meanRatio: over(best.floored),
        coarseMeanRatio: over(best.coarse),
        guardedMeanRatio: over(best.guarded),
      }
      const [own, bound] = [median(delays), median(best.floored)]
      if (!Number.isFinite(bound)) return { perSecond, rate, bound: null, median: own, ratio: null, ...means }
      return { perSecond, rate, bound, median: own, ratio: own / bound, ...means }
    }),
  )
}

function tallied(outcomes: Map<string, Outcome[]>, onset: number | null): Record<string, Tally> {
  return Object.fromEntries([...outcomes].map(([name, of]) => [name, tally(of, onset)]))
}

/** FNV-1a. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193)
  return hash
}

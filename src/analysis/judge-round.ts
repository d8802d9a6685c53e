import { OUTAGE } from './alternatives.ts'
import { addCounts, type Counted } from './counted.ts'
import { countRatios, healthyCount } from './counts-test.ts'
import { advanceEvidence, beginEvidence } from './evidence.ts'
import { evidenceRule, sharesOf } from './evidence-rule.ts'
import type { JudgementState as State } from './judgement-state.ts'
import type { Measurement } from './measurement.ts'
import { readingBet, readingRatios } from './reading-test.ts'
import { advanceSurge } from './surge.ts'

/** Requests of a round; of fewer, none may have come before the outage. */
const ENOUGH_TO_TELL = 3

type Answered = Exclude<Measurement, { kind: 'unavailable' }>

/** Rounds that are this much shorter than the interval are still rounds: timers are not exact. */
const NEARLY = 0.9

/**
 * Adds what a poll saw and, when a whole interval has been seen, weighs it. Before the first figures there is nothing
 * to weigh; later an empty answer is a round of 0 requests. The first figures say what the watch counts in.
 */
export function judgeRound<S extends State>(state: S, answer: Answered): S {
  if (state.unit === null) {
    if (answer.kind === 'nothing') return state
    return judgeRound(beginUnit(state, answer), answer)
  }
  if (state.unit === 'rate') return judgeRate(state, answer)
  if (answer.kind === 'rate') return judgePending(state, answer.at, readingBet(state.policy, answer.rate))
  const counts = answer.kind === 'counts' ? answer : { errors: 0, total: 0 }
  const pending = { ...addCounts(state.pending, counts), since: state.pending.since }
  const seen = addCounts(state.seen, counts)
  const counted = { ...state, pending, seen }
  return answer.at - pending.since < NEARLY * state.policy.interval ? counted : judgePending(counted, answer.at)
}

/** Weighs the counts that are waiting, as a round that ends at `at`; `bet` is what else was won in that time. */
export function judgePending<S extends State>(state: S, at: number, bet = 1): S {
  const { policy, pending } = state
  const seconds = at - pending.since
  const { regressed, healthyLogs } = countRatios(policy, pending, seconds)
  const ratios = regressed.map((ratio) => ratio * bet)
  return {
    ...state,
    pending: { since: at, errors: 0, total: 0 },
    evidence: advanceEvidence(
      state.evidence,
      { start: pending.since, end: at, ratios, failing: hardlyAnyPassed(pending) },
      evidenceRule(policy, state.unit),
    ),
    healthyLogs: state.healthyLogs.map((log, k) => log + (healthyLogs[k] as number)),
    surge: advanceSurge(state.surge, { ...pending, start: pending.since }, policy.baseline ? 0 : policy.threshold),
  }
}

/** A watch that began with bare rates takes counts for their rate. */
function judgeRate<S extends State>(state: S, answer: Answered): S {
  const { policy, pending, seen } = state
  const { at } = answer
  if (answer.kind === 'nothing' || (answer.kind === 'counts' && answer.total === 0)) return state
  const rate = answer.kind === 'rate' ? answer.rate : answer.errors / answer.total
  if (at - pending.since < NEARLY * (policy.rateWindow ?? policy.interval)) return state
  // Without counts nobody knows how many requests a reading of 1 stands for.
  const round = { start: pending.since, end: at, ratios: readingRatios(policy, rate), failing: false }
  return {
    ...state,
    pending: { since: at, errors: 0, total: 0 },
    seen: { errors: seen.errors + rate, total: seen.total + 1 },
    evidence: advanceEvidence(state.evidence, round, evidenceRule(policy, state.unit)),
    surge: advanceSurge(state.surge, { start: pending.since, errors: rate, total: 1 }, policy.threshold),
  }
}

/** Had what makes them fail begun within the round, requests before it would have passed. */
function hardlyAnyPassed({ errors, total }: Counted): boolean {
  return total >= ENOUGH_TO_TELL && errors >= OUTAGE.rate * total
}

function beginUnit<S extends State>(state: S, answer: Exclude<Answered, { kind: 'nothing' }>): S {
  const { policy } = state
  const length = answer.kind === 'rate' ? (policy.rateWindow ?? policy.interval) : policy.interval
  const began = Math.max(0, answer.at - length)
  return {
    ...state,
    unit: answer.kind,
    beganAt: began,
    pending: { since: began, errors: 0, total: 0 },
    evidence: beginEvidence(sharesOf(policy, answer.kind).length),
    healthyLogs: answer.kind === 'counts' ? Array(healthyCount(policy)).fill(0) : [],
  }
}

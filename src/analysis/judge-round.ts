import { healthyAlternatives } from './alternatives.ts'
import { healthyLogRatios, regressedRatios } from './counts-test.ts'
import { advanceEvidence, beginEvidence } from './evidence.ts'
import { evidenceRule } from './evidence-rule.ts'
import type { Judgement } from './judgement.ts'
import type { Measurement } from './measurement.ts'
import { RATE_SHARES, rateRatios } from './rate-test.ts'
import { advanceSurge } from './surge.ts'

type Answered = Exclude<Measurement, { kind: 'unavailable' }>
type State = Omit<Judgement, 'assessment'>

/** Rounds that are this much shorter than the interval are still rounds: timers are not exact. */
const NEARLY = 0.9

/**
 * Adds what a poll saw and, when a whole interval has been seen, weighs it. Before the first figures there is nothing
 * to weigh; later an empty answer is a round of 0 requests.
 */
export function judgeRound<S extends State>(state: S, answer: Answered): S {
  if (state.unit === null) {
    if (answer.kind === 'nothing') return state
    return judgeRound(beginUnit(state, answer), answer)
  }
  if (state.unit === 'rate') return answer.kind === 'rate' ? judgeRate(state, answer.at, answer.rate) : state
  const { errors, total } = answer.kind === 'counts' ? answer : { errors: 0, total: 0 }
  const pending = { ...state.pending, errors: state.pending.errors + errors, total: state.pending.total + total }
  const seen = { errors: state.seen.errors + errors, total: state.seen.total + total }
  const counted = { ...state, pending, seen }
  return answer.at - pending.since < NEARLY * state.policy.interval ? counted : judgePending(counted, answer.at)
}

/** Weighs the counts that are waiting, as a round that ends at `at`. */
export function judgePending<S extends State>(state: S, at: number): S {
  const { policy, pending } = state
  const seconds = at - pending.since
  const ratios = regressedRatios(policy, pending, seconds)
  const healthy = healthyLogRatios(policy, pending, seconds)
  return {
    ...state,
    pending: { since: at, errors: 0, total: 0 },
    evidence: advanceEvidence(
      state.evidence,
      { start: pending.since, end: at, ratios },
      evidenceRule(policy, state.unit),
    ),
    healthyLogs: state.healthyLogs.map((log, k) => log + (healthy[k] as number)),
    surge: advanceSurge(state.surge, { start: pending.since, ...pending }, policy.threshold),
  }
}

function judgeRate<S extends State>(state: S, at: number, rate: number): S {
  const { policy, pending, seen } = state
  if (at - pending.since < NEARLY * (policy.rateWindow ?? policy.interval)) return state
  const round = { start: pending.since, end: at, ratios: rateRatios(policy.threshold, rate) }
  return {
    ...state,
    pending: { since: at, errors: 0, total: 0 },
    seen: { errors: seen.errors + rate, total: seen.total + 1 },
    evidence: advanceEvidence(state.evidence, round, evidenceRule(policy, state.unit)),
    surge: advanceSurge(state.surge, { start: pending.since, errors: rate, total: 1 }, policy.threshold),
  }
}

function beginUnit<S extends State>(state: S, answer: Exclude<Answered, { kind: 'nothing' }>): S {
  const { policy } = state
  const length = answer.kind === 'rate' ? (policy.rateWindow ?? policy.interval) : policy.interval
  return {
    ...state,
    unit: answer.kind,
    pending: { since: Math.max(0, answer.at - length), errors: 0, total: 0 },
    evidence: answer.kind === 'rate' ? beginEvidence(RATE_SHARES.length) : state.evidence,
    healthyLogs: answer.kind === 'counts' ? healthyAlternatives(policy.threshold).map(() => 0) : [],
  }
}

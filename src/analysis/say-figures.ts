import type { JudgementState as State } from './judgement-state.ts'
import { sayCounts, sayRate } from './say-rate.ts'

/** Everything seen so far: "error rate 2% (12 of 600 requests)". */
export function saySeen(state: State): string {
  return figure(state, state.seen, '')
}

/** The stretch that stands out, or the whole watch when that is the same. */
export function sayRecent(state: State): string {
  const { surge, seen } = state
  return surge.total === seen.total ? saySeen(state) : figure(state, surge, ` since ${surge.since} s`)
}

/** What a regressed release is: "above the threshold of 1%". */
export function sayBeyond({ policy, unit }: State): string {
  if (policy.baseline) return `more than ${Number((1 + policy.baseline.tolerate).toPrecision(6))} times the baseline's`
  if (unit === 'rate' && policy.reads === 'score') return `below the lowest good score of ${score(policy.threshold)}`
  if (unit === 'rate' && policy.reads === 'limit') return `above the tolerated ${sayRate(policy.threshold)}`
  return `above the threshold of ${sayRate(policy.threshold)}`
}

/** "threshold 1%" */
export function sayBound({ policy, unit }: State): string {
  if (policy.baseline) return `tolerated ${Number((1 + policy.baseline.tolerate).toPrecision(6))} times the baseline's`
  if (unit === 'rate' && policy.reads === 'score') return `lowest good score ${score(policy.threshold)}`
  return `threshold ${sayRate(policy.threshold)}`
}

function figure(
  { policy, unit, seen }: State,
  { errors, total }: { errors: number; total: number },
  when: string,
): string {
  if (unit === 'rate' && policy.reads === 'score')
    return `mean score ${score(errors / total)}${when} (${total} readings)`
  if (unit === 'rate' && policy.reads === 'limit')
    return `share of readings beyond the limit ${sayRate(errors / total)}${when} (${errors} of ${total})`
  if (unit === 'rate') return `mean error rate ${sayRate(errors / total)}${when} (${total} readings)`
  const rate = total === 0 ? 'error rate unknown' : `error rate ${sayRate(errors / total)}`
  const own = `${rate}${when} (${sayCounts(errors, total)})`
  if (!policy.baseline || !seen.baseline || seen.baseline.total === 0) return own
  return `${own} beside ${sayRate(seen.baseline.errors / seen.baseline.total)} of the baseline (${sayCounts(seen.baseline.errors, seen.baseline.total)})`
}

/** A score from its shortfall. */
function score(shortfall: number): number {
  return Number((1 - shortfall).toPrecision(3))
}

import type { Judgement } from './judgement.ts'
import { sayCounts, sayRate } from './say-rate.ts'
import type { Finding } from './verdict.ts'
import type { Weight } from './weigh-evidence.ts'

type State = Omit<Judgement, 'assessment'>
type Say = (state: State, weight: Weight) => string

/** One sentence for a person, without a final full stop. */
export function sayFinding(state: State, weight: Weight, { reason }: Finding): string {
  return SAY[reason](state, weight)
}

const SAY: Record<Finding['reason'], Say> = {
  watching: (state, weight) => {
    if (state.seen.total === 0) return 'nothing counted yet'
    const held = weight.regressed * state.policy.falseRollbackRisk >= 1
    const why = held
      ? `a burst this short (up to ${state.policy.ignoreBlips} s) does not decide by itself`
      : 'undecided'
    return `${overall(state)}, threshold ${limit(state)}: ${why}`
  },
  'below-threshold-proven': (state) =>
    `${overall(state)} is below the threshold of ${limit(state)}, with a chance of 5% or less of missing a rate above it`,
  'no-evidence-of-regression': (state) =>
    state.seen.errors > state.policy.threshold * state.seen.total
      ? `${overall(state)}, threshold ${limit(state)}: no more than a short burst or chance explains`
      : `${overall(state)}: no evidence by the end of the watch that it is above the threshold of ${limit(state)}`,
  'above-threshold': (state) => `${recent(state)} is above the threshold of ${limit(state)}${risk(state)}`,
  outage: (state) => `${recent(state)} is an outage, far above the threshold of ${limit(state)}${risk(state)}`,
  'too-few-requests': (state) =>
    `${overall(state)}: fewer than the ${state.policy.minimumRequests} requests that a verdict needs`,
  'too-few-readings': (state) => `${overall(state)}: too few readings for a verdict`,
  'no-traffic': () => 'the metric source answered, but there was no traffic during the whole watch',
  'nothing-to-count': () => 'the metric source answered, but had nothing to count during the whole watch',
  'leans-regressed': (state) =>
    `${recent(state)} looks higher than the threshold of ${limit(state)}, but the watch ended before that was sure`,
  'burst-at-end': (state) =>
    `${recent(state)} is above the threshold of ${limit(state)}, but began too shortly before the end of the watch to tell a burst from a regression`,
  'source-unavailable': ({ polls }) =>
    polls.answered === 0
      ? `the metric source did not answer any of ${polls.failed} polls`
      : `the metric source did not answer ${polls.failed} of ${polls.failed + polls.answered} polls, the last ${polls.failedInARow} in a row`,
}

function overall({ unit, seen }: State): string {
  if (unit === 'rate') return `mean error rate ${sayRate(seen.errors / seen.total)} (${seen.total} readings)`
  return `error rate ${sayRate(seen.errors / seen.total)} (${sayCounts(seen.errors, seen.total)})`
}

/** The stretch that stands out, or the whole watch when that is the same. */
function recent(state: State): string {
  const { surge, seen, unit } = state
  if (surge.total === seen.total) return overall(state)
  const rate = sayRate(surge.errors / surge.total)
  return unit === 'rate'
    ? `mean error rate ${rate} since ${surge.since} s (${surge.total} readings)`
    : `error rate ${rate} since ${surge.since} s (${sayCounts(surge.errors, surge.total)})`
}

function limit({ policy }: State): string {
  return sayRate(policy.threshold)
}

function risk({ policy }: State): string {
  return `, with a false-rollback risk of at most ${sayRate(policy.falseRollbackRisk)}`
}

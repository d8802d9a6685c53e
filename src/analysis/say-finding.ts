import type { JudgementState as State } from './judgement-state.ts'
import { MISS_RISK } from './risks.ts'
import { sayBeyond, sayBound, sayRecent, saySeen } from './say-figures.ts'
import { sayCounts, sayRate } from './say-rate.ts'
import type { Finding } from './verdict.ts'
import type { Weight } from './weigh-evidence.ts'

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
    return `${saySeen(state)}, ${sayBound(state)}: ${why}`
  },
  'below-threshold-proven': (state) =>
    `${saySeen(state)} is proven not to be ${sayBeyond(state)} (miss risk at most ${sayRate(MISS_RISK)})`,
  'no-evidence-of-regression': (state) =>
    state.policy.baseline === undefined && state.seen.errors > state.policy.threshold * state.seen.total
      ? `${saySeen(state)}, ${sayBound(state)}: no more than a short burst or chance explains`
      : `${saySeen(state)}: no evidence by the end of the watch that it is ${sayBeyond(state)}`,
  'above-threshold': (state) => `${sayRecent(state)} is ${sayBeyond(state)}${risk(state)}`,
  outage: (state) => `${sayRecent(state)} is an outage, far ${sayBeyond(state)}${risk(state)}`,
  'too-few-requests': (state) =>
    `${saySeen(state)}: fewer than the ${state.policy.minimumRequests} requests that a verdict needs`,
  'too-few-readings': (state) => `${saySeen(state)}: too few readings for a verdict`,
  'no-traffic': () =>
    'the metric source answered, but there was no traffic during the whole watch (if there was some, the query total or a label in it asks for something else)',
  'nothing-to-count': () =>
    'the metric source answered, but had nothing to count during the whole watch (if there was traffic, a name or a label in the query is wrong)',
  'leans-regressed': (state) =>
    `${sayRecent(state)} looks ${sayBeyond(state)}, but the watch ended before that was sure`,
  'burst-at-end': (state) =>
    `${sayRecent(state)} is ${sayBeyond(state)}, but began too shortly before the end of the watch to tell a burst from a regression`,
  'common-fault': (state) => {
    const { errors, total } = state.surge.baseline ?? { errors: 0, total: 0 }
    return `${sayRecent(state)} is ${sayBeyond(state)}, but so is the baseline's in that time (${sayCounts(errors, total)}): a fault that both have says nothing about the release`
  },
  'steps-left': (state) => `${saySeen(state)}, but not all steps of the traffic were taken and watched by the end`,
  'source-unavailable': ({ polls }) => {
    if (polls.failed + polls.answered === 0) return 'nothing was measured'
    return polls.answered === 0
      ? `the metric source did not answer any of ${polls.failed} polls`
      : `the metric source did not answer ${polls.failed} of ${polls.failed + polls.answered} polls, the last ${polls.failedInARow} in a row`
  },
}

function risk({ policy }: State): string {
  return ` (false-rollback risk at most ${sayRate(policy.falseRollbackRisk)})`
}

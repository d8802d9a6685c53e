import { assess, assessmentOf } from './assess.ts'
import { blipRule } from './evidence-rule.ts'
import { excusedByControl } from './excused-by-control.ts'
import { judgePending } from './judge-round.ts'
import type { JudgementState } from './judgement-state.ts'
import { STILL_LEANS, SUSPECT } from './risks.ts'
import type { Conclusion, Finding } from './verdict.ts'
import { stillLeans, type Weight, weighEvidence } from './weigh-evidence.ts'

/** A watch whose last polls failed, this many in a row, was blind at its end. */
const BLIND_POLLS = 12
/** A bare rate says nothing about traffic; fewer readings than this are no basis for "healthy". */
const MINIMUM_READINGS = 3

type Decided = Exclude<Finding, { verdict: 'undecided' }>

/** The verdict at the end of a watch that did not decide earlier. */
export function concludeFrom(judgement: JudgementState): Conclusion {
  const { pending, polls } = judgement
  const complete = pending.total > 0 && polls.lastAt !== null ? judgePending(judgement, polls.lastAt) : judgement
  const last = assess(complete)
  if (last.verdict !== 'undecided') return last
  const weight = weighEvidence(complete.evidence, blipRule(complete.policy))
  return assessmentOf(complete, weight, atTheEnd(complete, weight))
}

function atTheEnd(state: JudgementState, weight: Weight): Decided {
  const { policy, polls, unit, seen } = state
  const blind = polls.failedInARow >= BLIND_POLLS || polls.failed > polls.answered
  if (polls.answered === 0 || blind) return { verdict: 'unavailable', reason: 'source-unavailable' }
  if (seen.total === 0)
    return { verdict: 'inconclusive', reason: polls.noTraffic > 0 ? 'no-traffic' : 'nothing-to-count' }
  const decides = 1 / policy.falseRollbackRisk
  if (weight.regressed >= decides && excusedByControl(state)) return { verdict: 'inconclusive', reason: 'common-fault' }
  if (weight.regressed >= decides && weight.regressedWithoutPastBlip >= STILL_LEANS)
    return { verdict: 'inconclusive', reason: 'burst-at-end' }
  if (weight.regressed >= SUSPECT && stillLeans(weight)) return { verdict: 'inconclusive', reason: 'leans-regressed' }
  if (unit === 'rate' && seen.total < MINIMUM_READINGS) return { verdict: 'inconclusive', reason: 'too-few-readings' }
  if (unit === 'counts' && seen.total < policy.minimumRequests)
    return { verdict: 'inconclusive', reason: 'too-few-requests' }
  return { verdict: 'healthy', reason: 'no-evidence-of-regression' }
}

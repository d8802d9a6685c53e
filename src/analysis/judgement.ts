import { assess, assessmentOf } from './assess.ts'
import { flawIn } from './check-measurement.ts'
import { checkPolicy } from './check-policy.ts'
import { concludeFrom } from './conclude-from.ts'
import { beginEvidence } from './evidence.ts'
import { blipRule, sharesOf } from './evidence-rule.ts'
import { judgeRound } from './judge-round.ts'
import type { Judgement } from './judgement-state.ts'
import type { Measurement } from './measurement.ts'
import type { Policy } from './policy.ts'
import type { Conclusion } from './verdict.ts'
import { weighEvidence } from './weigh-evidence.ts'

/** Throws a RangeError when the policy cannot be judged with. */
export function beginJudgement(policy: Policy): Judgement {
  checkPolicy(policy)
  const start = {
    policy,
    polls: { answered: 0, failed: 0, failedInARow: 0, noTraffic: 0, lastAt: null, blindAt: null },
    unit: null,
    beganAt: null,
    seen: { errors: 0, total: 0 },
    pending: { since: 0, errors: 0, total: 0 },
    evidence: beginEvidence(sharesOf(policy, null).length),
    healthyLogs: [],
    surge: { since: 0, errors: 0, total: 0 },
  }
  return { ...start, assessment: assess(start) }
}

/**
 * Takes in the next measurement. Once the verdict is no longer `undecided`, it does not change any more. Throws a
 * RangeError for a measurement that cannot be true: sources turn bad figures into `unavailable` before this.
 */
export function observe(judgement: Judgement, measurement: Measurement): Judgement {
  if (judgement.assessment.verdict !== 'undecided') return judgement
  const flaw = flawIn(measurement, judgement.polls.lastAt)
  if (flaw !== null) throw new RangeError(`measurement at ${measurement.at} s: ${flaw}`)
  const next = { ...judgement, polls: countPoll(judgement.polls, measurement) }
  const judged = measurement.kind === 'unavailable' ? next : judgeRound(next, measurement)
  return { ...judged, assessment: assess(judged) }
}

/**
 * The watch is over: the verdict is never `undecided`. With `stepsLeft` it is not `healthy` either: the release was not
 * seen with all of its traffic.
 */
export function conclude(judgement: Judgement, stepsLeft = false): Conclusion {
  const { verdict } = judgement.assessment
  const end = verdict === 'undecided' ? concludeFrom(judgement) : (judgement.assessment as Conclusion)
  if (!stepsLeft || end.verdict !== 'healthy') return end
  const weight = weighEvidence(judgement.evidence, blipRule(judgement.policy))
  return assessmentOf(judgement, weight, { verdict: 'inconclusive', reason: 'steps-left' })
}

function countPoll(polls: Judgement['polls'], measurement: Measurement): Judgement['polls'] {
  const lastAt = measurement.at
  if (measurement.kind === 'unavailable')
    return { ...polls, failed: polls.failed + 1, failedInARow: polls.failedInARow + 1, lastAt, blindAt: lastAt }
  const empty =
    (measurement.kind === 'nothing' && measurement.what === 'no-traffic') ||
    (measurement.kind === 'counts' && measurement.total === 0)
  return {
    ...polls,
    answered: polls.answered + 1,
    failedInARow: 0,
    noTraffic: polls.noTraffic + (empty ? 1 : 0),
    lastAt,
    blindAt: measurement.kind === 'nothing' && !empty ? lastAt : polls.blindAt,
  }
}

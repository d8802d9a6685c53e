import { MARGIN } from './compare-test.ts'
import { blipRule } from './evidence-rule.ts'
import { excusedByControl } from './excused-by-control.ts'
import type { JudgementState as State } from './judgement-state.ts'
import { MISS_RISK, OUTAGE_LEANS } from './risks.ts'
import { sayFinding } from './say-finding.ts'
import type { Assessment, Finding } from './verdict.ts'
import { stillLeans, type Weight, weighEvidence } from './weigh-evidence.ts'

/** Seconds for which health is not said after a time without figures. */
const BLIND_FOR = 30

/** Evidence never reads as decided while something holds the decision back. */
const HELD_BACK = 0.95

/** Where the watch stands. Decides as soon as it can, in either direction; only the end decides for lack of data. */
export function assess(state: State): Assessment {
  const weight = weighEvidence(state.evidence, blipRule(state.policy))
  return assessmentOf(state, weight, findingSoFar(state, weight))
}

/** The assessment that goes with a finding. */
export function assessmentOf<F extends Finding>(state: State, weight: Weight, finding: F): F & Assessment {
  const counts = state.unit === 'counts' ? state.seen : { errors: 0, total: 0 }
  const regressed = state.seen.total === 0 ? 0 : Math.log(weight.regressed) / -Math.log(state.policy.falseRollbackRisk)
  const healthy = healthyLog(state) / -Math.log(MISS_RISK)
  return {
    ...finding,
    sentence: sayFinding(state, weight, finding),
    errors: counts.errors,
    total: counts.total,
    evidence: {
      regressed: finding.verdict === 'regressed' ? 1 : between(0, regressed, HELD_BACK),
      healthy:
        finding.verdict === 'healthy' && finding.reason === 'below-threshold-proven'
          ? 1
          : between(0, healthy, HELD_BACK),
    },
  } as F & Assessment
}

function findingSoFar(state: State, weight: Weight): Finding {
  const { seen } = state
  const { falseRollbackRisk, minDuration, minimumRequests } = state.policy
  const decides = 1 / falseRollbackRisk
  if (excusedByControl(state)) return { verdict: 'undecided', reason: 'watching' }
  const outages = state.policy.baseline === undefined && state.policy.reads !== 'limit'
  if (outages && weight.outage >= decides && weight.outageWithoutBlip >= OUTAGE_LEANS)
    return { verdict: 'regressed', reason: 'outage' }
  if (weight.regressed >= decides && stillLeans(weight)) return { verdict: 'regressed', reason: 'above-threshold' }
  const below = seen.errors < tolerated(state) * seen.total && weight.regressed < 1
  const proven = below && healthyLog(state) >= -Math.log(MISS_RISK)
  const late = (state.polls.lastAt ?? 0) >= minDuration
  if (proven && late && seesAgain(state) && seen.total >= minimumRequests)
    return { verdict: 'healthy', reason: 'below-threshold-proven' }
  return { verdict: 'undecided', reason: 'watching' }
}

/**
 * After a time without figures, what it hid has to come in before health can be said: the first answers of a source that
 * was restarted still hold what it knew before.
 */
function seesAgain({ polls: { blindAt, lastAt }, policy }: State): boolean {
  return blindAt === null || (lastAt ?? 0) - blindAt >= Math.max(BLIND_FOR, policy.ignoreBlips, 2 * policy.interval)
}

/** The highest observed error rate that can still be called proven healthy. */
function tolerated({ policy, seen: { baseline } }: State): number {
  if (policy.baseline === undefined) return policy.threshold
  return baseline && baseline.total > 0
    ? (MARGIN * (1 + policy.baseline.tolerate) * baseline.errors) / baseline.total
    : 0
}

/** ln of the mean of the evidence for "below the threshold"; 0 without counts. */
function healthyLog({ healthyLogs }: State): number {
  if (healthyLogs.length === 0) return 0
  const highest = Math.max(...healthyLogs)
  const sum = healthyLogs.reduce((total, log) => total + Math.exp(log - highest), 0)
  return highest + Math.log(sum / healthyLogs.length)
}

function between(low: number, value: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

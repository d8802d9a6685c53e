import type { DrillFigures } from './drill-figures.ts'
import type { Reasons } from './reasons.ts'

/** Something beside the rollback itself that an emergency needs, tried out. */
export type DrillCheck = {
  name: 'previous-version' | 'oldest-version' | 'token' | 'tag-rights' | 'webhook' | 'untouched'
  state: 'passed' | 'failed' | 'unknown'
  /** The evidence, without a final full stop. */
  detail: string
}

export type DrillGrade =
  | { decision: 'kept'; reason: 'drill-passed'; sentence: string }
  | {
      decision: 'held'
      reason: Extract<Reasons['held'], 'drill-failed' | 'over-budget' | 'drill-unclean'>
      sentence: string
    }

export type DrillEvidence = {
  /** How the guard of the drill ended. */
  guard: { decision: string; reason: string; sentence: string }
  figures: DrillFigures
  checks: readonly DrillCheck[]
  /** Why the breach was not what was asked for; null when it was. */
  breachFailed: string | null
  /** What could not be removed. */
  left: readonly string[]
}

const BY_METRIC: readonly string[] = ['above-threshold', 'outage']
/** A version that is bad enough is found out before anything is measured. */
const BY_DEPLOY: readonly string[] = ['deploy-failed', 'deploy-timed-out', 'not-served']

/** What a drill is worth: the worst that was found counts, and is said first. */
export function gradeDrill(evidence: DrillEvidence): DrillGrade {
  const { figures, left } = evidence
  const failures = failuresOf(evidence)
  if (failures.length > 0) return { decision: 'held', reason: 'drill-failed', sentence: failures.join('. ') }
  if (left.length > 0) {
    const sentence = `The rollback worked, but something of the drill is left: ${left.join('; ')}`
    return { decision: 'held', reason: 'drill-unclean', sentence }
  }
  const { timeToRollback, budget } = figures
  const took = `${seconds(timeToRollback ?? 0)} s from the bad release to the one before being served`
  if (timeToRollback !== null && timeToRollback > budget) {
    const sentence = `The rollback worked, but took ${took}: more than the budget of ${seconds(budget)} s`
    return { decision: 'held', reason: 'over-budget', sentence }
  }
  return { decision: 'kept', reason: 'drill-passed', sentence: `The rollback worked: ${took}` }
}

function failuresOf({ guard, figures, checks, breachFailed }: DrillEvidence): string[] {
  const { decision, reason, sentence } = guard
  const detected = [...BY_METRIC, ...(figures.breach === 'bad-version' ? BY_DEPLOY : [])]
  const ended = `${decision} (${reason}): ${sentence}`
  return [
    ...(breachFailed === null ? [] : [`The breach could not be made: ${breachFailed}`]),
    ...(decision !== 'rolled-back' ? [`Nothing was rolled back. ${ended}`] : []),
    ...(decision === 'rolled-back' && !detected.includes(reason)
      ? [`The breach was not what was found. ${ended}`]
      : []),
    ...(decision === 'rolled-back' && figures.timeToRollback === null
      ? ['How long the rollback took is not known']
      : []),
    ...checks.filter(({ state }) => state === 'failed').map(({ detail }) => detail),
  ]
}

const seconds = (milliseconds: number): string => String(Number((milliseconds / 1000).toFixed(1)))

/** The bands of time to rollback that teams are compared by, in minutes: below 5, up to 30, more. */
export type Band = 'fast' | 'fair' | 'slow'

export const bandOf = (milliseconds: number): Band =>
  milliseconds < 5 * 60_000 ? 'fast' : milliseconds <= 30 * 60_000 ? 'fair' : 'slow'

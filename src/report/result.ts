import type { Measurement } from '../analysis/measurement.ts'
import type { Outcome } from '../flows/outcome.ts'
import type { Poll } from '../flows/progress.ts'
import type { Release } from '../tags/release.ts'
import { phasesOf } from './phases.ts'
import { rollbackCost } from './rollback-cost.ts'
import { trafficCourse } from './traffic-course.ts'

/** GitHub takes 1 MB of outputs of a job; the newest polls are the ones that decided. */
const MOST_POLLS = 1_000

/** The output `result`: everything that a dashboard or a replay needs, without parsing logs. */
export const resultOf = (outcome: Outcome): Record<string, unknown> => ({
  schemaVersion: 1,
  decision: outcome.decision,
  reason: outcome.reason,
  sentence: outcome.sentence,
  component: outcome.move?.component.id ?? null,
  environment: outcome.move?.environment ?? null,
  actor: outcome.move?.actor ?? null,
  from: release(outcome.move?.from ?? null),
  to: release(outcome.move?.to ?? null),
  target: outcome.target ? { ...release(outcome.target.release), basis: outcome.target.basis } : null,
  tag: outcome.tag,
  verdict: outcome.assessment && {
    verdict: outcome.assessment.verdict,
    reason: outcome.assessment.reason,
    errors: outcome.assessment.errors,
    total: outcome.assessment.total,
  },
  decidedBy: outcome.decidedBy ?? null,
  otherMetrics: otherMetrics(outcome.polls),
  recovery: outcome.recovery && {
    verdict: outcome.recovery.assessment.verdict,
    reason: outcome.recovery.assessment.reason,
    measurements: measurements(outcome.recovery.polls),
  },
  cost: rollbackCost(outcome),
  measurements: measurements(outcome.polls),
  pollsLeftOut: Math.max(0, outcome.polls.length - MOST_POLLS),
  traffic: trafficCourse(outcome).at(-1) ?? null,
  timeline: outcome.timeline.map(({ at, ...happened }) => ({ at: new Date(at).toISOString(), ...happened })),
  phases: phasesOf(outcome),
  readiness: outcome.readiness ?? [],
  warnings: outcome.warnings,
  nextSteps: outcome.nextSteps,
  recentMoves: outcome.recentMoves,
  incident: outcome.incident ?? null,
  canary: outcome.canary ? resultOf(outcome.canary) : null,
  rings: outcome.rings ?? [],
})

const release = (of: Release | null): Record<string, unknown> | null =>
  of && { version: of.version, commit: of.commit, object: of.object }

const measurements = (polls: readonly Poll[]): Record<string, unknown>[] =>
  polls.slice(-MOST_POLLS).map(({ measurement }) => replayable(measurement))

/** What the other metrics of the watch measured, and what was thought of them at the end. */
function otherMetrics(polls: readonly Poll[]): Record<string, unknown>[] {
  const last = new Map(polls.flatMap(({ others = [] }) => others.map((metric) => [metric.name, metric] as const)))
  return [...last].map(([name, { dryRun, assessment }]) => ({
    ...{ name, dryRun, verdict: assessment.verdict, reason: assessment.reason },
    measurements: polls
      .flatMap(({ others = [] }) => others.filter((metric) => metric.name === name))
      .slice(-Math.floor(MOST_POLLS / last.size))
      .map(({ measurement }) => replayable(measurement)),
  }))
}

/** The shape that recorded measurements are judged from again. `t` in seconds since the deploy was finished. */
function replayable(measurement: Measurement): Record<string, unknown> {
  const t = measurement.at
  switch (measurement.kind) {
    case 'counts':
      return {
        ...{ t, errors: measurement.errors, total: measurement.total },
        ...(measurement.baseline ? { baseline: measurement.baseline } : {}),
      }
    case 'rate':
      return { t, rate: measurement.rate }
    case 'nothing':
      return measurement.what === 'no-traffic' ? { t, errors: 0, total: 0 } : { t, nothing: measurement.what }
    case 'unavailable':
      return { t, unavailable: measurement.what }
  }
}

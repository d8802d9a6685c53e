import type { DrillOutcome } from '../flows/drill/drill-request.ts'
import { bandOf } from '../ledger/grade-drill.ts'

/** The output `result` of a drill. Times in milliseconds. */
export const drillResult = ({
  outcome,
  practised,
  figures,
  checks,
  earlier,
}: DrillOutcome): Record<string, unknown> => ({
  schemaVersion: 1,
  ...{ decision: outcome.decision, reason: outcome.reason, sentence: outcome.sentence },
  component: outcome.move?.component.id ?? null,
  environment: outcome.move?.environment ?? null,
  practised: practised === '' ? null : practised,
  badVersion: outcome.move?.to.version ?? null,
  goodVersion: outcome.move?.from?.version ?? null,
  figures,
  detectionSimulated: figures === null ? null : figures.breach === 'injected',
  band: figures?.timeToRollback == null ? null : bandOf(figures.timeToRollback),
  checks,
  earlier: earlier.map(({ createdAt, closed, drill, run }) => ({
    ...{ at: createdAt, reason: closed?.reason ?? null, run: run.url, figures: drill ?? null },
  })),
  timeline: outcome.timeline.map(({ at, event }) => ({ at: new Date(at).toISOString(), event })),
  ...{ warnings: outcome.warnings, nextSteps: outcome.nextSteps, incident: outcome.incident ?? null },
})

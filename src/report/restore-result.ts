import type { ComponentEnd, RestoreOutcome } from '../flows/restore/restore-outcome.ts'
import type { RestoreStep } from '../flows/restore/restore-plan.ts'
import type { Release } from '../tags/release.ts'

/** The outputs of a job have room for 1 MB, and both of these are among them. */
const MOST_COMPONENTS = 500

/** The output `plan`: what was to be done, component by component. */
export const planResultOf = ({ plan, wish }: RestoreOutcome): Record<string, unknown> => ({
  schemaVersion: 1,
  environment: wish?.environment ?? null,
  into: wish?.into ?? null,
  steps: plan?.steps.slice(0, MOST_COMPONENTS).map(stepOf) ?? [],
  stepsLeftOut: Math.max(0, (plan?.steps.length ?? 0) - MOST_COMPONENTS),
  problems: plan?.problems.slice(0, MOST_COMPONENTS) ?? [],
  remarks: plan?.remarks ?? [],
})

/** The output `result`: how it ended, component by component. */
export const restoreResultOf = (outcome: RestoreOutcome): Record<string, unknown> => ({
  schemaVersion: 1,
  decision: outcome.decision,
  reason: outcome.reason,
  sentence: outcome.sentence,
  environment: outcome.wish?.into ?? null,
  actor: outcome.wish?.actor ?? null,
  why: outcome.wish?.why ?? null,
  components: outcome.components.slice(0, MOST_COMPONENTS).map(endOf),
  componentsLeftOut: Math.max(0, outcome.components.length - MOST_COMPONENTS),
  backup: outcome.backup,
  incidents: outcome.incidents,
  hunt: outcome.hunt ?? null,
  warnings: outcome.warnings,
  nextSteps: outcome.nextSteps,
})

const stepOf = ({
  component,
  environment,
  from,
  to,
  act,
  because,
  recreate,
}: RestoreStep): Record<string, unknown> => ({
  ...{ component: component.id, environment, act, because },
  from: release(from),
  to: release(to),
  recreates: recreate?.ref ?? null,
})

const endOf = ({ step, state, assessment, took }: ComponentEnd): Record<string, unknown> => ({
  ...{ component: step.component.id, state: state.kind },
  reason: state.kind === 'failed' ? state.reason : null,
  sentence: 'sentence' in state ? state.sentence.slice(0, 500) : null,
  from: release(step.from),
  to: release(step.to),
  verdict: assessment?.verdict ?? null,
  milliseconds: took,
})

const release = (of: Release | null): Record<string, unknown> | null =>
  of && { version: of.version, commit: of.commit, object: of.object }

import type { ComponentEnd, RestoreOutcome } from '../flows/restore/restore-outcome.ts'
import type { RestoreStep } from '../flows/restore/restore-plan.ts'
import type { Release } from '../tags/release.ts'
import { firstThatFit } from './first-that-fit.ts'

/** The outputs of a job have room for 1 MB in UTF-16, and both of these are among them. */
const MOST_COMPONENTS = 500
/** Of JSON. A sentence can end with the output of a deploy. */
const MOST_CHARACTERS = 200_000

type Json = Record<string, unknown>

const fitting = (items: readonly Json[]): Json[] =>
  items.slice(
    0,
    firstThatFit(
      items.map((item) => JSON.stringify(item)),
      MOST_CHARACTERS,
    ).length,
  )

/** The output `plan`: what was to be done, component by component. */
export const planResultOf = ({ plan, wish }: RestoreOutcome): Json => {
  const steps = fitting(plan?.steps.slice(0, MOST_COMPONENTS).map(stepOf) ?? [])
  return {
    schemaVersion: 1,
    environment: wish?.environment ?? null,
    into: wish?.into ?? null,
    steps,
    stepsLeftOut: (plan?.steps.length ?? 0) - steps.length,
    problems: plan?.problems.slice(0, MOST_COMPONENTS) ?? [],
    remarks: plan?.remarks ?? [],
  }
}

/** The output `result`: how it ended, component by component. */
export const restoreResultOf = (outcome: RestoreOutcome): Json => {
  const components = fitting(outcome.components.slice(0, MOST_COMPONENTS).map(endOf))
  return {
    schemaVersion: 1,
    decision: outcome.decision,
    reason: outcome.reason,
    sentence: outcome.sentence,
    environment: outcome.wish?.into ?? null,
    actor: outcome.wish?.actor ?? null,
    why: outcome.wish?.why ?? null,
    components,
    componentsLeftOut: outcome.components.length - components.length,
    backup: outcome.backup,
    incidents: outcome.incidents,
    hunt: outcome.hunt ?? null,
    warnings: outcome.warnings,
    nextSteps: outcome.nextSteps,
  }
}

const stepOf = ({ component, environment, from, to, act, because, recreate }: RestoreStep): Json => ({
  ...{ component: component.id, environment, act, because },
  from: release(from),
  to: release(to),
  recreates: recreate?.ref ?? null,
})

const endOf = ({ step, state, assessment, took }: ComponentEnd): Json => ({
  ...{ component: step.component.id, state: state.kind },
  reason: state.kind === 'failed' ? state.reason : null,
  sentence: 'sentence' in state ? state.sentence.slice(0, 500) : null,
  from: release(step.from),
  to: release(step.to),
  verdict: assessment?.verdict ?? null,
  milliseconds: took,
})

const release = (of: Release | null): Json | null => of && { version: of.version, commit: of.commit, object: of.object }

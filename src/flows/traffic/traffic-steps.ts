import type { Hindrance } from '../../analysis/more-traffic.ts'

/** How far a release has come on its way up. Times in seconds since its watch began; plain data. */
export type TrafficSteps = {
  /** Per cents, rising. */
  steps: readonly number[]
  stepDuration: number
  taken: number
  /** When the last one was taken. */
  since: number
  /** What had been counted by then. */
  seen: number
  /** When the next one could not be set, and why; null when it could, or was not tried. */
  failed: { at: number; why: string } | null
}

/** Seconds between two tries to set a step. */
const AGAIN = 15

export const beginSteps = ({ steps, stepDuration }: Pick<TrafficSteps, 'steps' | 'stepDuration'>): TrafficSteps => ({
  ...{ steps, stepDuration, taken: 0, since: 0, seen: 0, failed: null },
})

export type StepChoice =
  | { act: 'take'; percent: number }
  | { act: 'wait'; why: 'watching' | 'failed' | Hindrance }
  /** All are taken. */
  | { act: 'done' }

/**
 * Whether the next step is taken now: the first at once, any other when the one before has been watched for long enough
 * and nothing speaks against it. Timers are not exact: `slack` seconds less are enough.
 */
export function chooseStep(
  { steps, stepDuration, taken, since, failed }: TrafficSteps,
  at: number,
  slack: number,
  hindrance: Hindrance | null,
): StepChoice {
  const percent = steps[taken]
  if (percent === undefined) return { act: 'done' }
  if (failed && at - failed.at < AGAIN) return { act: 'wait', why: 'failed' }
  if (taken === 0) return { act: 'take', percent }
  if (at - since < stepDuration - slack) return { act: 'wait', why: 'watching' }
  return hindrance ? { act: 'wait', why: hindrance } : { act: 'take', percent }
}

export const stepTaken = (course: TrafficSteps, at: number, seen: number): TrafficSteps => ({
  ...course,
  ...{ taken: course.taken + 1, since: at, seen, failed: null },
})

export const stepFailed = (course: TrafficSteps, at: number, why: string): TrafficSteps => ({
  ...course,
  failed: { at, why },
})

/** Whether the last step has been watched for as long as the others. */
export const isWatchedThrough = (course: TrafficSteps, at: number, slack: number): boolean =>
  course.taken === course.steps.length && at - course.since >= course.stepDuration - slack

/** When the last step will have been watched for as long as the others, if nothing holds the next ones up. */
export function watchedThrough({ steps, stepDuration, taken, since }: TrafficSteps, at: number): number {
  const left = steps.length - taken
  if (left === 0) return since + stepDuration
  return (taken === 0 ? at : Math.max(at, since + stepDuration)) + left * stepDuration
}

/** The same steps in a watch that begins so many seconds after the other one began, and counts anew. */
export const stepsLater = (course: TrafficSteps, seconds: number): TrafficSteps => ({
  ...course,
  ...{ since: course.since - seconds, seen: 0 },
  failed: course.failed && { ...course.failed, at: course.failed.at - seconds },
})

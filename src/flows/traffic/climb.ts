import { type Hindrance, hindranceOf, leastSeen } from '../../analysis/more-traffic.ts'
import type { Watch } from '../../analysis/watch.ts'
import type { Tell } from '../progress.ts'
import { chooseStep, stepFailed, stepTaken, type TrafficSteps } from './traffic-steps.ts'

/** The way up of a release that is being watched. */
export type Climb = {
  course: TrafficSteps
  /** Gives it this share, perhaps not for the first time; why that failed, or null. Never throws. */
  take(percent: number, again: boolean): Promise<string | null>
}

type ClimbOptions = {
  /** Seconds. */
  at: number
  slack: number
  interval: number
  tell: Tell
  /** Whether the tag still names the release, and the run goes on. */
  isOurs(): Promise<boolean>
}

const WAITS: Record<Hindrance, string> = {
  unanswered: 'the metric source did not answer the last poll',
  'nothing-counted': 'nothing was counted at this one',
  'leans-regressed': 'the evidence leans to regressed',
}

/** Takes the next step, if it is time and nothing speaks against it. To be called after a poll that did not decide. */
export async function climb(
  { course, take }: Climb,
  watch: Watch,
  { at, slack, interval, tell, isOurs }: ClimbOptions,
): Promise<TrafficSteps> {
  const choice = chooseStep(course, at, slack, hindranceOf(watch, course.seen))
  const due = at - course.since - course.stepDuration
  if (choice.act === 'wait' && isHindrance(choice.why) && due < interval - slack)
    tell({ kind: 'detail', text: `The next step of the traffic waits: ${WAITS[choice.why]}` })
  if (choice.act !== 'take' || !(await isOurs())) return course
  const failure = await take(choice.percent, course.failed !== null)
  return failure === null ? stepTaken(course, at, leastSeen(watch)) : stepFailed(course, at, failure)
}

const isHindrance = (why: string): why is Hindrance => why in WAITS

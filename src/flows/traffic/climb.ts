import { type Hindrance, hindranceOf, leastSeen } from '../../analysis/more-traffic.ts'
import type { Watch } from '../../analysis/watch.ts'
import type { Tell } from '../progress.ts'
import { chooseStep, stepFailed, stepTaken, type TrafficSteps } from './traffic-steps.ts'

/** The way up of a release that is being watched. */
export type Climb = {
  course: TrafficSteps
  /**
   * Gives it this share, perhaps not for the first time; why that failed, or null. Never throws. Nothing more is begun once
   * `over` is aborted.
   */
  take(percent: number, again: boolean, over: AbortSignal): Promise<string | null>
}

type ClimbOptions = {
  /** Seconds. */
  slack: number
  interval: number
  /** Seconds since the watch began. */
  elapsed(): number
  tell: Tell
  /** Whether the tag still names the release, and the run goes on. */
  isOurs(): Promise<boolean>
}

export type Climbing = {
  course(): TrafficSteps
  /** Takes the next step, if it is time and nothing speaks against it. To be called after a poll that did not decide. */
  goOn(watch: Watch, at: number): void
  /** Begins nothing any more. Resolves when no step is under way. */
  end(): Promise<void>
}

const WAITS: Record<Hindrance, string> = {
  unanswered: 'the metric source did not answer the last poll',
  'nothing-counted': 'nothing was counted at this one',
  'leans-regressed': 'the evidence leans to regressed',
}

/** Steps are taken beside the polls: a router or a GitHub that is slow must not keep a bad release from being seen. */
export function beginClimb({ course: first, take }: Climb, options: ClimbOptions): Climbing {
  const { slack, interval, elapsed, tell, isOurs } = options
  const over = new AbortController()
  let course = first
  let latest: Watch
  let underWay: Promise<void> | null = null
  const step = async (percent: number, at: number): Promise<void> => {
    if (!(await isOurs()) || over.signal.aborted) return
    const failure = await take(percent, course.failed !== null, over.signal)
    // A step counts from the poll after which it was taken, unless it took longer than to the next one.
    const since = elapsed() - at > interval ? elapsed() : at
    course = failure === null ? stepTaken(course, since, leastSeen(latest)) : stepFailed(course, since, failure)
  }
  return {
    course: () => course,
    goOn: (watch, at) => {
      latest = watch
      if (underWay) return
      const choice = chooseStep(course, at, slack, hindranceOf(watch, course.seen))
      const due = at - course.since - course.stepDuration
      if (choice.act === 'wait' && isHindrance(choice.why) && due < interval - slack)
        tell({ kind: 'detail', text: `The next step of the traffic waits: ${WAITS[choice.why]}` })
      if (choice.act !== 'take') return
      underWay = step(choice.percent, at).finally(() => {
        underWay = null
      })
    },
    end: async () => {
      over.abort()
      await underWay
    },
  }
}

const isHindrance = (why: string): why is Hindrance => why in WAITS

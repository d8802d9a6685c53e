import { notHealthyBefore } from '../../analysis/more-traffic.ts'
import type { Conclusion } from '../../analysis/verdict.ts'
import { assessWatch, beginWatch, concludeWatch, observeAll, type Watch } from '../../analysis/watch.ts'
import type { ObjectId } from '../../tags/git-object.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { Clock, Repository, TagLook } from '../ports.ts'
import type { Poll, Tell } from '../progress.ts'
import { beginClimb, type Climb } from '../traffic/climb.ts'
import { isWatchedThrough, type TrafficSteps, watchedThrough } from '../traffic/traffic-steps.ts'
import { type FollowedTag, followTag } from './follow-tag.ts'
import { beginGauges, measureAll } from './measure-all.ts'
import { nextTick } from './next-tick.ts'
import { pollOf, pollsLedBy } from './poll-of.ts'
import { sayDryRuns, sayImpossible } from './say-about-watch.ts'
import type { WatchedMetric } from './watched-metric.ts'

export type WatchEnd =
  /**
   * `decidedBy` is the name of the metric that the conclusion and the polls are about; `left` are steps of the traffic
   * that were not all taken and watched.
   */
  | { kind: 'judged'; conclusion: Conclusion; decidedBy: string; polls: Poll[]; left: TrafficSteps | null }
  /** Somebody else moved the tag: what is being watched is no longer what is wanted. */
  | { kind: 'tag-moved'; look: TagLook; polls: Poll[] }
  | { kind: 'cancelled'; polls: Poll[] }

type WatchOptions = {
  /** One of them at least decides. */
  metrics: readonly WatchedMetric[]
  /** Seconds. */
  settle: number
  lag: number
  interval: number
  duration: number
  ref: string
  /** What the tag holds as long as nobody moves it. */
  expected: ObjectId
  /** What it held before the move: an answer that still shows it right afterwards lags behind, and is no news. */
  lagging: ObjectId | null
  /** What a move of ours, whose answer was lost, may still put there: no news either. */
  late?: ObjectId
  clock: Clock
  repository: Pick<Repository, 'lookAtTag'>
  tell: Tell
  cancelled: AbortSignal
  /** The steps of the traffic that are taken meanwhile. Nothing is called healthy before the last was watched. */
  climb?: Climb | null
  /** For what a person should know about the watch itself; null when it is not worth a warning. */
  warn: ((text: string) => void) | null
}

/** Seconds. */
const LAG = 10
/** Share of the interval by which timers may be wrong. */
const SLACK = 0.1

/**
 * Watches what was just deployed until the verdict is certain or the watch is over. The tag is looked at as often as the
 * metric is asked, also while nothing is judged yet, so that a person who moves it is obeyed within one interval. Neither
 * waits for the other: GitHub may be slow when the release is bad, and the metric when somebody has moved the tag. Polls are
 * at least half an interval apart: after one that took long, those that it overran are left out.
 */
export async function watch(options: WatchOptions): Promise<WatchEnd> {
  const { ref, expected, late, lagging } = options
  const over = new AbortController()
  const isNews = (look: TagLook, at: number): boolean => {
    const lags = look.kind === 'at' && look.object === lagging && at < LAG * 1000
    return look.kind === 'gone' || (look.kind === 'at' && ![expected, late].includes(look.object) && !lags)
  }
  const tag = followTag(options, { ref, interval: options.interval * 1000, isNews }, over.signal)
  try {
    return await measureBeside(tag, options)
  } finally {
    over.abort()
  }
}

async function measureBeside(tag: FollowedTag, options: WatchOptions): Promise<WatchEnd> {
  const { lag, clock, tell, duration, cancelled } = options
  const start = clock.now()
  const ended = AbortSignal.any([cancelled, tag.moved])
  const polls: Poll[] = []
  let judged = beginWatch(options.metrics)
  let gauges = beginGauges(options.metrics, start + options.settle * 1000)
  let impossible: string | null = null
  const slack = SLACK * options.interval
  const isOurs = async (): Promise<boolean> => {
    const over = new AbortController()
    const late = clock.sleep(options.interval * 1000, AbortSignal.any([ended, over.signal])).then(() => false)
    const answered = await Promise.race([tag.answered().then(() => true), late])
    over.abort()
    return answered && !ended.aborted
  }

  const interval = options.interval * 1000
  const elapsed = (): number => Math.round((clock.now() - start) / 100) / 10
  const climbing = options.climb
    ? beginClimb(options.climb, { slack, interval: options.interval, elapsed, tell, isOurs })
    : null
  const endEarly = async (): Promise<WatchEnd> => {
    await climbing?.end()
    const look = tag.found()
    return look ? { kind: 'tag-moved', look, polls } : { kind: 'cancelled', polls }
  }
  for (let tick = 0; ; ) {
    await clock.sleep(Math.max(0, start + tick * interval - clock.now()), ended)
    const now = clock.now()
    const at = elapsed()
    const measuring = at >= options.settle + lag ? measureAll(gauges, now - lag * 1000, at) : Promise.resolve(null)
    const measured = await untilCancelled(ended, measuring)
    if (measured === CANCELLED || ended.aborted) return endEarly()
    if (measured) {
      gauges = measured.gauges
      const course = climbing?.course()
      const open = course ? notHealthyBefore(judged, watchedThrough(course, at) - slack) : judged
      judged = observeAll(open, measured.measurements)
      const poll = pollOf(judged, measured.measurements, at)
      if (poll) {
        polls.push(poll)
        tell({ kind: 'poll', poll, duration })
      }
    }
    if (impossible === null) {
      impossible = sayImpossible(judged)
      if (impossible !== null) options.warn?.(impossible)
    }
    const { verdict } = assessWatch(judged).assessment
    if (verdict !== 'undecided' || at + options.interval > duration) {
      // A rollback compares for itself, and does not wait.
      if (verdict !== 'regressed') await untilCancelled(ended, tag.answered())
      if (ended.aborted) return endEarly()
      await climbing?.end()
      const course = climbing?.course()
      return endOf(judged, polls, options, course && !isWatchedThrough(course, at, slack) ? course : null)
    }
    climbing?.goOn(judged, at)
    tick = nextTick(interval, now - start, clock.now() - start)
  }
}

/** `left`: steps that were not all taken and watched, so that health is not proven of the whole traffic. */
function endOf(
  judged: Watch,
  polls: readonly Poll[],
  { tell, warn }: WatchOptions,
  left: TrafficSteps | null,
): WatchEnd {
  const { decidedBy, assessment } = concludeWatch(judged, left !== null)
  for (const text of sayDryRuns(judged)) warn?.(text)
  tell({ kind: 'detail', text: `Verdict ${assessment.verdict}: ${assessment.sentence}` })
  return { kind: 'judged', conclusion: assessment, decidedBy, polls: pollsLedBy(polls, decidedBy), left }
}

import type { Conclusion } from '../../analysis/verdict.ts'
import { assessWatch, beginWatch, concludeWatch, observeAll, type Watch } from '../../analysis/watch.ts'
import type { ObjectId } from '../../tags/git-object.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { Clock, Repository, TagLook } from '../ports.ts'
import type { Poll, Tell } from '../progress.ts'
import { beginGauges, measureAll } from './measure-all.ts'
import { pollOf, pollsLedBy } from './poll-of.ts'
import { sayDryRuns, sayImpossible } from './say-about-watch.ts'
import type { WatchedMetric } from './watched-metric.ts'

export type WatchEnd =
  /** `decidedBy` is the name of the metric that the conclusion and the polls are about. */
  | { kind: 'judged'; conclusion: Conclusion; decidedBy: string; polls: Poll[] }
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
  /** For what a person should know about the watch itself; null when it is not worth a warning. */
  warn: ((text: string) => void) | null
}

/** Seconds. */
const LAG = 10

/**
 * Watches what was just deployed until the verdict is certain or the watch is over. The tag is looked at with every
 * poll, also while nothing is judged yet, so that a person who moves it is obeyed within one interval. Polls are at
 * least half an interval apart: after one that took long, those that it overran are left out.
 */
export async function watch(options: WatchOptions): Promise<WatchEnd> {
  const { lag, ref, expected, clock, repository, tell, duration, cancelled } = options
  const start = clock.now()
  const polls: Poll[] = []
  let judged = beginWatch(options.metrics)
  let gauges = beginGauges(options.metrics, start + options.settle * 1000)
  let impossible: string | null = null

  const interval = options.interval * 1000
  for (let tick = 0; ; ) {
    await clock.sleep(Math.max(0, start + tick * interval - clock.now()), cancelled)
    const now = clock.now()
    const at = Math.round((now - start) / 100) / 10
    const seen = await untilCancelled(
      cancelled,
      Promise.all([
        repository.lookAtTag(ref),
        at >= options.settle + lag ? measureAll(gauges, now - lag * 1000, at) : Promise.resolve(null),
      ]),
    )
    if (seen === CANCELLED) return { kind: 'cancelled', polls }
    const [look, measured] = seen
    const lags = look.kind === 'at' && look.object === options.lagging && at < LAG
    if (look.kind === 'gone' || (look.kind === 'at' && ![expected, options.late].includes(look.object) && !lags))
      return { kind: 'tag-moved', look, polls }
    if (measured) {
      gauges = measured.gauges
      judged = observeAll(judged, measured.measurements)
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
    if (assessWatch(judged).assessment.verdict !== 'undecided' || at + options.interval > duration)
      return endOf(judged, polls, options)
    tick = Math.ceil(Math.max((now - start) / interval + 0.5, (clock.now() - start) / interval))
  }
}

function endOf(judged: Watch, polls: readonly Poll[], { tell, warn }: WatchOptions): WatchEnd {
  const { decidedBy, assessment } = concludeWatch(judged)
  for (const text of sayDryRuns(judged)) warn?.(text)
  tell({ kind: 'detail', text: `Verdict ${assessment.verdict}: ${assessment.sentence}` })
  return { kind: 'judged', conclusion: assessment, decidedBy, polls: pollsLedBy(polls, decidedBy) }
}

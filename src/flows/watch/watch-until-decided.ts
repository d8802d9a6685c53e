import type { Conclusion } from '../../analysis/verdict.ts'
import type { WatchSettings } from '../../config/settings.ts'
import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { MetricSources, TagLook } from '../ports.ts'
import type { Poll } from '../progress.ts'
import type { Climb } from '../traffic/climb.ts'
import { stepsLater, type TrafficSteps } from '../traffic/traffic-steps.ts'
import { decideAfterWatch, type NextAct } from './decide-after-watch.ts'
import { pollLater, pollsLedBy } from './poll-of.ts'
import { watch } from './watch.ts'
import { type Beside, watchedMetrics } from './watched-metric.ts'

/** Seconds between the last poll of a watch and the first of one that follows it at once. */
const SHORTEST = 0.1

export type DecidedWatch =
  | {
      kind: 'decided'
      next: Exclude<NextAct, { act: 'extend' }>
      conclusion: Conclusion
      decidedBy: string
      polls: Poll[]
      /** Steps of the traffic that were not all taken and watched. */
      left: TrafficSteps | null
    }
  | { kind: 'tag-moved'; look: TagLook; polls: Poll[] }
  | { kind: 'cancelled'; polls: Poll[] }

/** Watches the release that was just deployed; once more where the settings ask for that instead of a guess. */
export async function watchUntilDecided(
  { settings, ports }: GuardContext,
  move: Move,
  watched: WatchSettings,
  sources: MetricSources,
  diary: Diary,
  { beside = null, climb = null }: { beside?: Beside | null | undefined; climb?: Climb | null } = {},
): Promise<DecidedWatch> {
  const { clock, repository, tell, cancelled } = ports
  const { lag, interval, duration } = watched
  const start = clock.now()
  const polls: Poll[] = []
  let course = climb?.course
  for (let extended = false; ; extended = true) {
    const before = (clock.now() - start) / 1000
    const end = await watch({
      ...{
        metrics: watchedMetrics(watched, sources, {}, beside),
        settle: extended ? 0 : watched.settle,
        lag,
        interval,
        duration,
      },
      ...{
        ref: move.ref,
        expected: move.to.object,
        lagging: move.from?.object ?? null,
        clock,
        repository,
        tell,
        cancelled,
        warn: diary.warn,
        climb: climb && course ? { ...climb, course } : null,
      },
    })
    const shift = extended ? Math.max(before, (polls.at(-1)?.at ?? 0) + SHORTEST) : 0
    polls.push(...end.polls.map((poll) => pollLater(poll, shift)))
    if (end.kind !== 'judged') return { ...end, polls }
    const { conclusion, decidedBy, left } = end
    const next = decideAfterWatch(conclusion, settings, extended)
    if (next.act !== 'extend')
      return { kind: 'decided', next, conclusion, decidedBy, polls: pollsLedBy(polls, decidedBy), left }
    // All that were taken and watched need no further watching.
    course = left ? stepsLater(left, (clock.now() - start) / 1000 - before) : undefined
    diary.warn(`No verdict yet (${conclusion.sentence}): watching once more`)
  }
}

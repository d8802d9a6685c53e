import type { Conclusion } from '../analysis/verdict.ts'
import type { MetricSettings } from '../config/settings.ts'
import { decideAfterWatch, type NextAct } from './decide-after-watch.ts'
import type { Diary } from './diary.ts'
import type { GuardContext } from './guard-ports.ts'
import type { Move } from './outcome.ts'
import type { MetricSource, TagLook } from './ports.ts'
import type { Poll } from './progress.ts'
import { watch } from './watch.ts'

export type DecidedWatch =
  | { kind: 'decided'; next: Exclude<NextAct, { act: 'extend' }>; conclusion: Conclusion; polls: Poll[] }
  | { kind: 'tag-moved'; look: TagLook; polls: Poll[] }

/** Watches the release that was just deployed; once more where the settings ask for that instead of a guess. */
export async function watchUntilDecided(
  { settings, ports }: GuardContext,
  move: Move,
  metric: MetricSettings,
  source: MetricSource,
  diary: Diary,
): Promise<DecidedWatch> {
  const polls: Poll[] = []
  for (let extended = false; ; extended = true) {
    const end = await watch({
      ...{ source, policy: metric.policy, lag: metric.lag, settle: extended ? 0 : metric.settle },
      ...{
        ref: move.ref,
        expected: move.to.object,
        clock: ports.clock,
        repository: ports.repository,
        tell: ports.tell,
      },
    })
    const offset = extended ? metric.policy.duration : 0
    polls.push(...end.polls.map((poll) => ({ ...poll, at: poll.at + offset })))
    if (end.kind === 'tag-moved') return { ...end, polls }
    const next = decideAfterWatch(end.conclusion, settings, extended)
    if (next.act !== 'extend') return { kind: 'decided', next, conclusion: end.conclusion, polls }
    diary.warn(`No verdict yet (${end.conclusion.sentence}): watching once more`)
  }
}

import { beginJudgement, conclude, observe } from '../analysis/judgement.ts'
import { beginMeasuring, measureSince } from '../analysis/measure-since.ts'
import type { Policy } from '../analysis/policy.ts'
import type { Conclusion } from '../analysis/verdict.ts'
import type { ObjectId } from '../tags/git-object.ts'
import type { Clock, MetricSource, Repository, TagLook } from './ports.ts'
import type { Poll, Tell } from './progress.ts'

export type WatchEnd =
  | { kind: 'judged'; conclusion: Conclusion; polls: Poll[] }
  /** Somebody else moved the tag: what is being watched is no longer what is wanted. */
  | { kind: 'tag-moved'; look: TagLook; polls: Poll[] }

/**
 * Watches what was just deployed until the verdict is certain or the watch is over. The tag is looked at with every
 * poll, also while nothing is judged yet, so that a person who moves it is obeyed within one interval. Polls are at
 * least half an interval apart: after one that took long, those that it overran are left out.
 */
export async function watch(options: {
  source: MetricSource
  policy: Policy
  /** Seconds. */
  settle: number
  lag: number
  ref: string
  /** What the tag holds as long as nobody moves it. */
  expected: ObjectId
  clock: Clock
  repository: Pick<Repository, 'lookAtTag'>
  tell: Tell
}): Promise<WatchEnd> {
  const { source, policy, lag, ref, expected, clock, repository, tell } = options
  const start = clock.now()
  const polls: Poll[] = []
  let judgement = beginJudgement(policy)
  let carried = beginMeasuring()
  let since = start + options.settle * 1000
  let answered = false

  const interval = policy.interval * 1000
  for (let tick = 0; ; ) {
    await clock.sleep(Math.max(0, start + tick * interval - clock.now()))
    const now = clock.now()
    const at = Math.round((now - start) / 100) / 10
    const judging = at >= options.settle + lag
    const window = { since, until: now - lag * 1000 }
    const [look, reading] = await Promise.all([
      repository.lookAtTag(ref),
      judging ? source.read(window) : Promise.resolve(null),
    ])
    if (look.kind === 'gone' || (look.kind === 'at' && look.object !== expected))
      return { kind: 'tag-moved', look, polls }
    if (reading) {
      const measured = measureSince(carried, reading, at)
      carried = measured.carried
      // The first answer is where counting begins. It says nothing of the time since.
      if (measured.measurement && (answered || reading.kind === 'unavailable')) {
        judgement = observe(judgement, measured.measurement)
        const poll: Poll = { at, measurement: measured.measurement, assessment: judgement.assessment }
        polls.push(poll)
        tell({ kind: 'poll', poll, duration: policy.duration })
      }
      if (reading.kind !== 'unavailable') {
        answered = true
        since = window.until
      }
    }
    if (judgement.assessment.verdict !== 'undecided' || at + policy.interval > policy.duration) {
      const conclusion = conclude(judgement)
      tell({ kind: 'detail', text: `Verdict ${conclusion.verdict}: ${conclusion.sentence}` })
      return { kind: 'judged', conclusion, polls }
    }
    tick = Math.ceil(Math.max((now - start) / interval + 0.5, (clock.now() - start) / interval))
  }
}

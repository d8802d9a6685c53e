import { shortestVerification } from '../../config/first-measurement.ts'
import type { WatchSettings } from '../../config/settings.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { besideOf, withBaseline } from '../canary/with-baseline.ts'
import type { Diary } from '../diary.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import { watch } from '../watch/watch.ts'
import { watchedMetrics } from '../watch/watched-metric.ts'
import { type LeftLater, leaveLater } from './leave-later.ts'

export type FollowUp =
  | { kind: 'well'; sentence: string }
  /** Nothing was there to judge, or nobody answered: that moves nothing. */
  | { kind: 'unjudged'; sentence: string }
  | LeftLater

/** The shortest time between two scheduled runs, in seconds (docs: "events that trigger workflows", `schedule`). */
const SHORTEST_SCHEDULE = 300

/**
 * Watches what a run has let stay once more, for as long as after a rollback, and leaves it when it has turned bad. One
 * that was gone back to is not left again: it was not the cause, and no rollback goes on from rollback to rollback.
 */
export async function followUp(
  context: GuardContext,
  read: FollowedMove,
  kept: DeployRecord,
  diary: Diary,
): Promise<FollowUp> {
  const { ports, settings } = context
  const { to, ref } = read.move
  if (!ports.sourcesFor || !settings.watch) return { kind: 'well', sentence: 'It is not watched' }
  diary.note('started')
  const followed = await withBaseline(context, read, diary)
  const { lag, interval } = settings.watch
  const duration = settings.watch.verifyDuration || shortestVerification({ ...settings.watch, settle: 0 })
  const change = { duration, minDuration: duration }
  const end = await watch({
    metrics: watchedMetrics(withSharedRisk(settings.watch), ports.sourcesFor(to), change, besideOf(context, followed)),
    ...{ settle: 0, lag, interval, duration, ref, expected: to.object, lagging: null, warn: null },
    ...{ clock: ports.clock, repository: ports.repository, tell: ports.tell, cancelled: ports.cancelled },
  })
  if (end.kind === 'cancelled') return { kind: 'left', sentence: 'This run was cancelled before it was judged' }
  if (end.kind === 'tag-moved') return { kind: 'left', sentence: 'The tag was moved meanwhile: the later move counts' }
  const { conclusion, polls, decidedBy } = end
  const { verdict, sentence } = conclusion
  if (verdict === 'healthy') return { kind: 'well', sentence: `It is well: ${sentence}` }
  if (verdict !== 'regressed')
    return { kind: 'unjudged', sentence: `Whether it is well was not to be told now: ${sentence}` }
  return leaveLater(context, followed, kept, { conclusion, polls, decidedBy }, diary)
}

/** Each look can be wrong. The chance of leaving a healthy release is meant for all of them together. */
function withSharedRisk(watched: WatchSettings): WatchSettings {
  const looks = Math.max(1, Math.ceil(watched.monitorFor / SHORTEST_SCHEDULE))
  return {
    ...watched,
    metrics: watched.metrics.map((metric) => ({
      ...metric,
      policy: { ...metric.policy, falseRollbackRisk: metric.policy.falseRollbackRisk / looks },
    })),
  }
}

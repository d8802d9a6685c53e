import { messageOf } from '../../message-of.ts'
import type { Release } from '../../tags/release.ts'
import type { Diary } from '../diary.ts'
import { untilCancelled } from '../finish/until-cancelled.ts'
import type { ArmedMove } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'

/** Seconds: a run that is cancelled has ten, and a tag to move. */
const WHEN_CANCELLED = 3

/**
 * Gives a release its share of the traffic, where the settings say how.
 *
 * @returns why that failed; null when it is set, or not ours to set
 */
export async function setShare(
  { settings, ports }: GuardContext,
  { environment }: { environment: string },
  release: Release,
  percent: number,
  diary: Pick<Diary, 'note'>,
): Promise<string | null> {
  if (!settings.traffic || !ports.setTraffic) return null
  const { timeout } = settings.traffic
  const within = ports.cancelled.aborted ? Math.min(timeout, WHEN_CANCELLED) : timeout
  const result = await ports.setTraffic({ release, environment, percent, within })
  if (result.kind === 'failed') return result.detail
  diary.note('traffic', percent)
  ports.tell({ kind: 'detail', text: `Traffic of ${release.version} in ${environment}: ${percent}%` })
  return null
}

/**
 * The same for a step, which is put on record before it is taken: reconcile has to know it when this run is lost. `leaving`
 * says why the release is on its way down, `again` that it was tried before. On the way up nothing is set once `over` is
 * aborted.
 */
export async function takeStep(
  context: GuardContext,
  { move, record }: ArmedMove,
  percent: number,
  diary: Diary,
  { leaving = null, again = false, over }: { leaving?: RollbackCause | null; again?: boolean; over?: AbortSignal } = {},
): Promise<string | null> {
  const { repository, tell } = context.ports
  const step = { percent, leaving: leaving?.reason ?? null }
  const recording =
    record === undefined || again
      ? null
      : repository.reportInProgress(record, step).catch((error) => {
          tell({ kind: 'detail', text: `The step to ${percent}% of the traffic is not on record: ${messageOf(error)}` })
        })
  // On the way down users come first.
  if (leaving === null && recording) await (over ? untilCancelled(over, recording) : recording)
  if (over?.aborted) return 'the watch was over'
  const failure = await setShare(context, move, move.to, percent, diary)
  if (leaving !== null) await recording
  if (failure !== null && !again)
    diary.warn(`The traffic of ${move.to.version} could not be set to ${percent}%: ${failure}`)
  return failure
}

/** The share that a release was last given, as far as this run and the record know; null when that is not known. */
export const shareOf = ({ share }: Pick<ArmedMove, 'share'>, { timeline }: Pick<Diary, 'timeline'>): number | null =>
  timeline.findLast(({ event }) => event === 'traffic')?.percent ?? share ?? null

/** `, at 25% of the traffic`, for sentences; empty where the traffic is not ours to set, or the share not known. */
export function atShare({ settings }: GuardContext, armed: Pick<ArmedMove, 'share'>, diary: Diary): string {
  const share = settings.traffic ? shareOf(armed, diary) : null
  return share === null ? '' : `, at ${share}% of the traffic`
}

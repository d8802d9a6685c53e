import type { Decision } from '../../ledger/decision.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import type { ObjectId } from '../../tags/git-object.ts'

/**
 * Runs that may be deploying to the same component and environment: their records are open, they are not lost, and tell of
 * more than what was found. `now` in milliseconds since the epoch, `deadline` in seconds: see deadlineOf.
 */
export const othersAtWork = (
  records: readonly DeployRecord[],
  { run, now, deadline }: { run: number; now: number; deadline: number },
): DeployRecord[] =>
  records.filter(
    ({ closed, kind, run: { id }, createdAt }) =>
      closed === null && kind !== 'adoption' && id !== run && now < Date.parse(createdAt) + deadline * 1000,
  )

/** What a run has to do that finds, after its deploy, that the tag was moved meanwhile. */
export type LaterMove =
  /** Whoever follows the later move waits for the record of this run to be closed, and deploys then. */
  | { act: 'leave'; to: DeployRecord }
  /** It is not on record yet: its own run deploys it, or the next reconcile. */
  | { act: 'leave'; to: null }
  /** It was deployed while this run deployed, so that either can be what is served: once more. */
  | { act: 'deploy' }

/** Ends after which the release of a record had been deployed, and is what the tag still says. */
const DEPLOYED: readonly Decision[] = ['kept', 'promoted', 'reported', 'held']

/**
 * @param tag what the tag holds now
 * @param records newest first. Those behind the first one of this run are from before its deploy, and say nothing of it.
 */
export function laterMove(tag: ObjectId, records: readonly DeployRecord[], run: number): LaterMove {
  const own = records.findLastIndex((record) => record.run.id === run)
  const later = records.slice(0, Math.max(own, 0)).find((record) => record.to.object === tag && record.run.id !== run)
  if (!later) return { act: 'leave', to: null }
  return later.closed !== null && DEPLOYED.includes(later.closed.decision)
    ? { act: 'deploy' }
    : { act: 'leave', to: later }
}

import type { DeployRecord } from './record.ts'

/**
 * Until when what a run has let stay is looked at again, in milliseconds since the epoch; `null` when it is not. It follows
 * from the record alone: whatever is recorded later begins anew, or ends it.
 *
 * @param monitorFor seconds; 0: not at all
 */
export function monitoredUntil({ kind, closed }: DeployRecord, monitorFor: number): number | null {
  const stays = closed?.decision === 'kept' || closed?.decision === 'promoted'
  if (monitorFor === 0 || !stays || kind === 'adoption' || kind === 'drill') return null
  return Date.parse(closed.at) + monitorFor * 1000
}

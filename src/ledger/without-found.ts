import type { ObjectId } from '../tags/git-object.ts'
import type { DeployRecord } from './record.ts'

/**
 * The records as the run sees them that the push of this object has started. Where a reconcile came by while that waited for
 * a runner, it has put the object on record as found: that says that the tag was there, and not that anybody had deployed it.
 *
 * @param records newest first
 * @param run id of that run; its own records are passed over
 */
export function withoutFound(records: readonly DeployRecord[], object: ObjectId, run: number): DeployRecord[] {
  const latest = records.find((record) => record.run.id !== run)
  const found = latest?.kind === 'adoption' && latest.to.object === object
  return records.filter((record) => !found || record !== latest)
}

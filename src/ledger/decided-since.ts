import type { DeployRecord } from './record.ts'
import { leftToAnother } from './standing.ts'

/**
 * The record of another run that came after those of this one, newest first; `null` when there is none. The tag can hold the
 * very object of this run again, so that comparing alone does not tell.
 */
export function decidedSince(records: readonly DeployRecord[], run: number): DeployRecord | null {
  const latest = records.find((record) => record.kind !== 'drill' && !leftToAnother(record))
  return latest && latest.run.id !== run ? latest : null
}

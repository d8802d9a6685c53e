import type { Poll } from '../flows/progress.ts'
import { pollsLedBy } from '../flows/watch/poll-of.ts'

/** The polls of the watch after a rollback as the metric saw them that the first watch was decided by. */
export function sameMetric(recovery: readonly Poll[], watched: readonly Poll[]): Poll[] {
  const name = watched[0]?.name
  return name === undefined ? [...recovery] : pollsLedBy(recovery, name)
}

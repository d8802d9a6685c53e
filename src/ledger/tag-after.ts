import type { Release } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'

/**
 * The releases that a tag can be on after a record, as far as the record tells. More than one when the run was lost or could
 * not say; `null` when somebody else moved the tag meanwhile, so that it can be on any.
 */
export function tagAfter({ closed, kind, to, from, target }: DeployRecord): readonly Release[] | null {
  if (closed === null) return kind === 'guard' ? present([to, target]) : [to]
  switch (closed.decision) {
    case 'kept':
    case 'promoted':
    case 'reported':
      return [to]
    case 'rolled-back':
      return present([target ?? to])
    case 'held':
      return MAY_HAVE_MOVED.includes(closed.reason) ? present([to, target]) : [to]
    case 'stood-down':
      return null
    case 'refused':
    case 'no-op':
      return present([to, from])
  }
}

/** The tag was moved back before, or on the way to, what failed; the record says no more. */
const MAY_HAVE_MOVED = ['redeploy-failed', 'rollback-not-served', 'internal-error', 'stale-clone', 'unfinished-move']

const present = (releases: readonly (Release | null)[]): Release[] => releases.filter((release) => release !== null)

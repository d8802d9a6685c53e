import type { ObjectId } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import type { Outcome } from '../outcome.ts'

/** Where the tag is, for an end that was decided by an earlier step. `object`: what it holds now; `null` when it is gone. */
export const tagSeen = (object: ObjectId | null, release: Release, target: Release | null): Outcome['tag'] => {
  if (object === release.object) return 'as-pushed'
  return object !== null && object === target?.object ? 'moved-back' : 'moved-by-another'
}

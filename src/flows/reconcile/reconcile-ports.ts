import type { ObjectId } from '../../tags/git-object.ts'
import type { ScopeReader } from '../scope/scope-ports.ts'

/** What the push of a tag to a commit has started, as far as workflow runs tell. */
export type RunOfPush =
  /** None that is not over, and none that people kept from deploying. */
  | { kind: 'none' }
  /** It waits for a runner, for people, or for another run; or it is at work. `since`: milliseconds since the epoch. */
  | { kind: 'under-way'; url: string; since: number }
  /** `by`: login of the reviewer; `null` when nobody has approved it in the time that GitHub gives. */
  | { kind: 'unapproved'; url: string; environment: string | null; by: string | null }
  /** The token may not ask. */
  | { kind: 'not-allowed'; detail: string }

export type ReconcileReader = ScopeReader & {
  /** `tag` without `refs/tags/`. Needs `actions: read`. @throws when GitHub does not tell for another reason */
  runOfPush(tag: string, commit: ObjectId): Promise<RunOfPush>
}

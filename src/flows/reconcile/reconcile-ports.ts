import type { ObjectId } from '../../tags/git-object.ts'
import type { ScopeReader } from '../scope/scope-ports.ts'

/** What the push of a tag to a commit has started, as far as workflow runs tell. */
export type RunOfPush =
  /** None that is not over, and none that people refused. */
  | { kind: 'none' }
  /** It waits for a runner, for people, or for another run; or it is at work. */
  | { kind: 'under-way'; url: string }
  /** `by`: login of the reviewer. */
  | { kind: 'rejected'; url: string; by: string }

export type ReconcileReader = ScopeReader & {
  /** `tag` without `refs/tags/`. Needs `actions: read`. @throws when GitHub does not tell */
  runOfPush(tag: string, commit: ObjectId): Promise<RunOfPush>
}

import type { Destination } from '../../config/parse-destination.ts'

/** Which components of the environment are meant. */
type RestoreScope =
  /** Ids, `type/name`, names, globs, or `*` for everything. */
  | { kind: 'components'; patterns: readonly string[] }
  /** A group that the configuration names. */
  | { kind: 'surface'; name: string }
  /** Whose release carries `[changeset:ID]` in its commit or tag. */
  | { kind: 'changeset'; id: string }

/** Put these components of this environment back to that state. */
export type RestoreWish = {
  scope: RestoreScope
  /** Where the state is read from: what was there before, or at a time. */
  environment: string
  /** Where it is put; the same environment as a rule. */
  into: string
  to: Destination
  /** Everything or nothing: what was put back is undone when one component cannot be. */
  atomic: boolean
  allowQuarantined: boolean
  allowUntested: boolean
  dryRun: boolean
  /** Seconds that deploys of other runs are waited for at most. */
  wait: number
  /** Why, in the words of whoever asked; empty when not said. */
  why: string
  actor: string
}

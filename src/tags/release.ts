import type { ObjectId } from './git-object.ts'

/** A version resolved to content. */
export type Release = {
  /** Id of the component. */
  component: string
  /** `v1.2.0`; for a commit without a version tag `unversioned@1a2b3c4`. */
  version: string
  versioned: boolean
  /** What an environment tag has to hold to mean this release: a tag object, or the commit itself. */
  object: ObjectId
  commit: ObjectId
}

import type { ObjectId } from './git-object.ts'

/** A version tag as it stands on the server now. */
export type VersionTag = {
  version: string
  /** What the ref holds: a tag object, or a commit for a lightweight tag. */
  object: ObjectId
  commit: ObjectId
}

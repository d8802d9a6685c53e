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

/** The same for the same version with the same content, whichever tag object names it. */
export const releaseKey = ({ component, version, commit }: Release): string => `${component} ${version} ${commit}`

export const sameRelease = (a: Release, b: Release): boolean => releaseKey(a) === releaseKey(b)

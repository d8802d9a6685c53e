import { type Release, sameRelease } from '../tags/release.ts'
import type { VersionTag } from '../tags/version-tag.ts'

/**
 * Whether git says of a version what a record says of it. Whoever may write Deployments can write a record of any commit;
 * it leads nowhere unless that commit was tagged as the version, or was in the environment before. Commits without a
 * version have no tag to be held against.
 */
export const isVouchedFor = (release: Release, before: Release | null, versionTags: readonly VersionTag[]): boolean =>
  !release.versioned ||
  (before !== null && sameRelease(before, release)) ||
  versionTags.some(({ version, commit }) => version === release.version && commit === release.commit)

/** Whether a tag may be pointed at this object on the word of a record alone. */
export const isPointedAt = (
  { object, commit }: Release,
  before: Release | null,
  versionTags: readonly VersionTag[],
): boolean => before?.object === object || versionTags.some((tag) => tag.object === object && tag.commit === commit)

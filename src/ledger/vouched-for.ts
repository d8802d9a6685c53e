import { type Release, sameRelease } from '../tags/release.ts'
import type { VersionTag } from '../tags/version-tag.ts'

/**
 * Whether git says of a version what a record says of it. Whoever may write Deployments can write a record of any commit;
 * it leads nowhere unless that commit was tagged as the version, or was in the environment before. Commits without a
 * version have no tag to be held against: where a component has versions, no record alone makes such a commit a target.
 */
export const isVouchedFor = (release: Release, before: Release | null, versionTags: readonly VersionTag[]): boolean =>
  (!release.versioned && versionTags.length === 0) ||
  (before !== null && sameRelease(before, release)) ||
  versionTags.some(({ version, commit }) => version === release.version && commit === release.commit)

/** Whether a tag may be pointed at this object on the word of a record alone. */
export const isPointedAt = (
  { object, commit }: Release,
  before: Release | null,
  versionTags: readonly VersionTag[],
): boolean => before?.object === object || versionTags.some((tag) => tag.object === object && tag.commit === commit)

/**
 * The target that a record names, as far as git bears it out; `null` where it does not. What the environment tag is known
 * to have held counts as it is. Otherwise a version tag has to name the commit, and the object has to lead there: if that
 * is not known, the version's own object stands in for it.
 *
 * @param known.held what the tag holds now, or held before the event, resolved by git
 * @param known.named what the object of the record resolves to; `null` when it was not read
 */
export function vouchedTarget(
  target: Release,
  known: { held: readonly Release[]; named: Release | null; versionTags: readonly VersionTag[] },
): Release | null {
  const { held, named, versionTags } = known
  if (held.some(({ object, commit }) => object === target.object && commit === target.commit)) return target
  if (!isVouchedFor(target, null, versionTags)) return null
  if (named && named.object === target.object && sameRelease(named, target)) return target
  const tag = versionTags.find(({ version, commit }) => version === target.version && commit === target.commit)
  return { ...target, object: tag?.object ?? target.commit }
}

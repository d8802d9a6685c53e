import semver from 'semver'

/**
 * A version slot is a semantic version with or without `v`: `v1.2.0`, `1.2.0`, `v1.0.0-rc-1`, `v1.0.0+b1`.
 * edgit takes the last three for environments, which would make them movable; they are versions here.
 */
export const isVersion = (slot: string): boolean => semver.parse(withoutV(slot)) !== null

/** `v2`, `v1.0`, `2025.01.08`: written to be a version, but not one that can be ordered. */
export const looksLikeVersion = (slot: string): boolean => /^v\d/i.test(slot) || /^\d+(\.\d+)*([-+].*)?$/.test(slot)

/** Negative when `a` is older than `b`. Build metadata breaks ties, so that the order is total. */
export const compareVersions = (a: string, b: string): number => semver.compareBuild(withoutV(a), withoutV(b))

const withoutV = (slot: string): string => slot.replace(/^v/, '')

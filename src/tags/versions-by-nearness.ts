import { compareVersions, isVersion } from './version.ts'
import type { VersionTag } from './version-tag.ts'

/** Versions that could have been meant: the next lower one first where `version` can be compared, else the newest. */
export function versionsByNearness(version: string | null, versionTags: readonly VersionTag[]): string[] {
  const names = versionTags.map((tag) => tag.version).toSorted((a, b) => compareVersions(b, a))
  if (version === null || !isVersion(version)) return names
  const lower = names.filter((name) => compareVersions(name, version) < 0)
  return [...lower, ...names.filter((name) => compareVersions(name, version) > 0).toReversed()]
}

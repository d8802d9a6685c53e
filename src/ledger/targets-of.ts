import { type Release, sameRelease } from '../tags/release.ts'
import { compareVersions } from '../tags/version.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import { chooseTarget, type Target } from './choose-target.ts'
import { judgementOf, type ReleaseRecordSummary } from './judgement-of.ts'
import type { Standing } from './standing.ts'

/** A version that an environment could be put on, with what is known of it there. */
export type TargetState = ReleaseRecordSummary & {
  release: Release
  /** The tag is on it now. */
  current: boolean
  /** An automatic rollback would choose it, for this reason. */
  choice: string | null
  /** Commit of an earlier release of the same name: the version tag was made again. */
  remadeFrom: string | null
}

/**
 * All versions of a component, the highest first.
 *
 * @param standing what a guard goes by: the newest records
 * @param full what all records say
 */
export function targetsOf(
  component: string,
  current: Release | null,
  standing: Standing,
  versionTags: readonly VersionTag[],
  full: Standing = standing,
): TargetState[] {
  const before = standing.records.find(({ to }) => current && sameRelease(to, current))?.from ?? null
  const chosen: Target | null = current
    ? chooseTarget({ leaving: current, before, standing, versionTags, allowUntested: false }).target
    : null
  return versionTags
    .toSorted((a, b) => compareVersions(b.version, a.version))
    .map(({ version, object, commit }) => {
      const release: Release = { component, version, versioned: true, object, commit }
      const remade = full.records.find(({ to }) => to.version === version && to.commit !== commit)
      return {
        ...judgementOf(full, release),
        release,
        current: current !== null && sameRelease(release, current),
        choice: chosen && sameRelease(release, chosen.release) ? chosen.sentence : null,
        remadeFrom: remade?.to.commit ?? null,
      }
    })
}

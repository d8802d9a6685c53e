import { type Release, sameRelease } from '../tags/release.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import { versionsByNearness } from '../tags/versions-by-nearness.ts'
import { pointable } from './choose-target.ts'
import { previousRelease } from './previous-release.ts'
import type { Standing } from './standing.ts'

export type DrillChoice =
  /** `because` says why this one, for the log. */
  { kind: 'chosen'; bad: Release; because: string } | { kind: 'none'; problem: string }

/**
 * The release that a drill leaves: the one that was named, else the one that was in the environment before, else the
 * nearest other version. Nothing is expected of it but that it can be deployed: even the same commit will do, where
 * measurements are injected. Quarantined ones are fine, too: this is no deploy for anybody to use.
 */
export function chooseDrill(question: {
  /** What is live in the environment that is practised. */
  good: Release
  standing: Standing
  versionTags: readonly VersionTag[]
  named: string | null
}): DrillChoice {
  const { good, standing, versionTags, named } = question
  const ofVersion = (version: string): Release | null => {
    const tag = versionTags.find((candidate) => candidate.version === version)
    return tag ? { component: good.component, versioned: true, ...tag } : null
  }
  if (named !== null) {
    const bad = ofVersion(named)
    if (!bad) return { kind: 'none', problem: `bad-version: there is no version tag ${good.component}/${named}` }
    if (sameRelease(bad, good)) return { kind: 'none', problem: `bad-version: ${named} is what is to be gone back to` }
    return { kind: 'chosen', bad, because: `${named} was named as bad` }
  }
  const before = previousRelease({
    ...{ standing, versionTags, current: good, run: null },
    ...{ allowUntested: false, allowQuarantined: true },
  })
  if (
    before.release &&
    (!before.release.versioned || ofVersion(before.release.version)?.commit === before.release.commit)
  )
    return { kind: 'chosen', bad: pointable(before.release, null, versionTags), because: before.sentence }
  const [nearest] = versionsByNearness(good.version, versionTags).flatMap((version) => {
    const release = ofVersion(version)
    return release && !sameRelease(release, good) ? [release] : []
  })
  return nearest
    ? { kind: 'chosen', bad: nearest, because: `${nearest.version} is the nearest other version` }
    : { kind: 'none', problem: `${good.component} has no version beside ${good.version} that could be left` }
}

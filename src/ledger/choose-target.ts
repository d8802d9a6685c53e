import { type Release, sameRelease } from '../tags/release.ts'
import { compareVersions, isVersion } from '../tags/version.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import { isKnownGood, quarantineOf, type Standing } from './standing.ts'
import { isVouchedFor } from './vouched-for.ts'

export type Target = {
  release: Release
  /** `recorded`: chosen by an earlier step, and read from its record. */
  basis: 'known-good' | 'before-the-ledger' | 'last-known-good' | 'unjudged' | 'baseline' | 'untested' | 'recorded'
  /** Why this one, for the log. */
  sentence: string
}

export type TargetChoice = { target: Target | null; passedOver: string[] }

/**
 * Where the tag goes back to when `leaving` turns out bad. In order: what the settings prefer; the release that the tag pointed at before, if it
 * is known good or older than the ledger; the last known good; what is live by the ledger, unjudged; the release before,
 * unjudged; and only where that is allowed, the nearest lower version. Never a quarantined one, never the same release again.
 * A tag can have held a release that was never deployed: that of a push that was overtaken, refused or cancelled.
 */
export function chooseTarget(options: {
  leaving: Release
  before: Release | null
  standing: Standing
  versionTags: readonly VersionTag[]
  allowUntested: boolean
  preferred?: Target | null
}): TargetChoice {
  const { leaving, before, standing, versionTags } = options
  const { live } = standing
  const passedOver: string[] = []
  const knownGood = standing.knownGood.filter((release) => {
    const vouched = isVouchedFor(release, before, versionTags)
    if (!vouched)
      passedOver.push(`${release.version} is known good by its record, but no version tag names that commit`)
    return vouched
  })
  const usable = (release: Release): boolean => {
    if (sameRelease(release, leaving)) return false
    const record = quarantineOf(standing, release)
    if (record)
      passedOver.push(`${release.version} is quarantined: ${record.closed?.reason}, judged by ${record.run.url}`)
    return record === null
  }
  const candidates: (Target | null)[] = [
    options.preferred ?? null,
    before && isKnownGood(standing, before)
      ? { release: before, basis: 'known-good', sentence: `${before.version} was there before and passed its watch` }
      : null,
    before && standing.records.length === 0
      ? {
          release: before,
          basis: 'before-the-ledger',
          sentence: `${before.version} was there before, from a time without records`,
        }
      : null,
    ...knownGood.map(
      (release): Target => ({
        release,
        basis: 'last-known-good',
        sentence: `${release.version} is the last version that passed its watch here`,
      }),
    ),
    live && !(before && sameRelease(live, before)) && isVouchedFor(live, before, versionTags)
      ? {
          release: live,
          basis: 'unjudged',
          sentence: `${live.version} is live by the records, but never passed a watch`,
        }
      : null,
    before
      ? { release: before, basis: 'unjudged', sentence: `${before.version} was there before, but never passed a watch` }
      : null,
    ...(options.allowUntested ? lowerVersions(leaving, options.versionTags) : []),
  ]
  const chosen = candidates.find((candidate) => candidate !== null && usable(candidate.release)) ?? null
  const target = chosen && { ...chosen, release: pointable(chosen.release, before, options.versionTags) }
  return { target, passedOver: [...new Set(passedOver)] }
}

/**
 * A tag can only be pointed at an object that the server still has. The object it held before was just read; older
 * environment tag objects are unreachable and may be collected, so the version tag's own object stands in for them.
 */
export function pointable(release: Release, before: Release | null, versionTags: readonly VersionTag[]): Release {
  if (before?.object === release.object) return release
  const tag = versionTags.find(({ version, commit }) => version === release.version && commit === release.commit)
  return { ...release, object: tag?.object ?? release.commit }
}

const lowerVersions = (leaving: Release, versionTags: readonly VersionTag[]): Target[] =>
  isVersion(leaving.version)
    ? versionTags
        .filter((tag) => compareVersions(tag.version, leaving.version) < 0)
        .sort((a, b) => compareVersions(b.version, a.version))
        .map(({ version, object, commit }) => ({
          release: { component: leaving.component, version, versioned: true, object, commit },
          basis: 'untested',
          sentence: `${version} is the nearest lower version; it never ran here`,
        }))
    : []

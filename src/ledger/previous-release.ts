import { type Release, sameRelease } from '../tags/release.ts'
import { compareVersions, isVersion } from '../tags/version.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import type { DeployRecord } from './record.ts'
import { isKnownGood, quarantineOf, type Standing } from './standing.ts'
import { trailOf } from './trail.ts'

export type PreviousRelease = {
  release: Release | null
  /** Why this one; or, without a release, why there is none. */
  sentence: string
  passedOver: string[]
}

type Question = {
  standing: Standing
  /** What the environment tag means now. */
  current: Release | null
  versionTags: readonly VersionTag[]
  /** The nearest lower version will do when nothing is known. */
  allowUntested: boolean
  allowQuarantined: boolean
  /** This workflow run; `null` for who wishes nothing. */
  run: { id: number; attempt: number } | null
}

/**
 * The release that was there before. A wish that was begun and not finished means the same when it is made again: the
 * release that it was about, not the one before that.
 */
export function previousRelease(question: Question): PreviousRelease {
  const { standing, current } = question
  const begun = begunRestore(question)
  if (begun) {
    const sentence = `${begun.to.version} is what ${begun.run.url} was about, which is taken up`
    return { release: begun.to, sentence, passedOver: [] }
  }
  const trail = trailOf(standing.records)
  const live = trail.at(-1)
  if (current && live && !sameRelease(current, live)) {
    const aim = choose(question, trail.slice(0, -1), live)
    // Moved to exactly the object that we would move it to, and not deployed: a run was lost in between.
    if (aim.release && sameRelease(aim.release, current) && objectOf(question, current) === current.object) return aim
    return choose(question, trail, current)
  }
  return choose(question, live ? trail.slice(0, -1) : [], current)
}

/**
 * An earlier attempt of this run, or a restore to where the tag is that did not come to its end. What another step of the same
 * attempt has finished was wished once before, and not begun.
 */
function begunRestore({ standing, current, run: asking }: Question): DeployRecord | null {
  const own = standing.records.find(
    ({ kind, run }) => kind === 'restore' && run.id === asking?.id && run.attempt < asking.attempt,
  )
  if (own) return own
  const { latest } = standing
  const open = latest?.kind === 'restore' && (latest.closed === null || latest.closed.decision === 'held')
  return open && current && sameRelease(latest.to, current) ? latest : null
}

const objectOf = ({ versionTags }: Question, release: Release): string | undefined =>
  versionTags.find(({ version, commit }) => version === release.version && commit === release.commit)?.object

function choose(question: Question, trail: readonly Release[], leaving: Release | null): PreviousRelease {
  const { standing, allowQuarantined } = question
  const passedOver: string[] = []
  for (const release of trail.toReversed()) {
    if (leaving && sameRelease(release, leaving)) continue
    const judged = quarantineOf(standing, release)
    if (judged && !allowQuarantined) {
      passedOver.push(`${release.version} is quarantined (${judged.closed?.reason}, judged by ${judged.run.url})`)
      continue
    }
    const known = isKnownGood(standing, release) ? 'and passed its watch' : 'but never passed a watch'
    return { release, sentence: `${release.version} was there before, ${known}`, passedOver }
  }
  const lower = question.allowUntested ? nearestLower(question.versionTags, leaving) : null
  if (lower && leaving) {
    const release = { ...lower, component: leaving.component, versioned: true }
    return { release, sentence: `${lower.version} is the nearest lower version; nothing is known of it`, passedOver }
  }
  return { release: null, sentence: 'no record tells what was there before', passedOver }
}

const nearestLower = (versionTags: readonly VersionTag[], leaving: Release | null): VersionTag | null =>
  leaving && isVersion(leaving.version)
    ? (versionTags
        .filter(({ version }) => compareVersions(version, leaving.version) < 0)
        .toSorted((a, b) => compareVersions(b.version, a.version))[0] ?? null)
    : null

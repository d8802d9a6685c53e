import type { Target } from '../../ledger/choose-target.ts'
import { vouchedTarget } from '../../ledger/vouched-for.ts'
import type { Component } from '../../tags/component.ts'
import type { GitObject } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { Diary } from '../diary.ts'
import type { RepositoryState } from '../ports.ts'

/** What git says of the objects that a record speaks of. */
export type Evidence = Pick<RepositoryState, 'tag' | 'versionTags' | 'versionTagsNamed'> & {
  /** What the tag held before the event of this very job; `null` when there is none. */
  held: GitObject | null
  /** The object of the record's target, where it was read. */
  named: GitObject | null
}

/**
 * Where a run that did not end would have gone back to: chosen before its deploy, and read from its record. Records can be
 * forged, so it only counts as far as git bears it out; it is a warning where it does not.
 *
 * @throws when GitHub cannot be asked for the tag of the version
 */
export async function recordedTarget(
  target: Release | null,
  component: Component,
  evidence: Evidence,
  diary: Diary,
): Promise<Target | null> {
  if (!target) return null
  const { version, versioned } = target
  const missing = versioned && !evidence.versionTags.some((tag) => tag.version === version)
  const versionTags = [...evidence.versionTags, ...(missing ? await evidence.versionTagsNamed([version]) : [])]
  const resolved = (object: GitObject | null): Release[] => {
    const resolution = object && resolveRelease(object, component, versionTags)
    return resolution?.kind === 'release' ? [resolution.release] : []
  }
  const held = [...resolved(evidence.tag), ...resolved(evidence.held)]
  const release = vouchedTarget(target, { held, named: resolved(evidence.named)[0] ?? null, versionTags })
  if (release) return { release, basis: 'recorded', sentence: `${version} was chosen before the deploy` }
  diary.warn(
    `By its record the run would have gone back to ${version} at ${target.commit.slice(0, 7)}, but no version tag names that commit: nothing goes there`,
  )
  return null
}

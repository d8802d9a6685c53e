import { offer } from '../../config/nearest.ts'
import { isKnown } from '../../ledger/place-state.ts'
import { previousRelease } from '../../ledger/previous-release.ts'
import type { Standing } from '../../ledger/standing.ts'
import type { SnapshotEntry } from '../../snapshots/snapshot.ts'
import type { Component } from '../../tags/component.ts'
import type { Release } from '../../tags/release.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import { versionsByNearness } from '../../tags/versions-by-nearness.ts'
import type { Goal } from './goal.ts'

export type FoundRelease =
  /** `missing`: its version tag is not there any more. */
  | { kind: 'found'; release: Release; because: string; missing: boolean; remarks: string[] }
  | { kind: 'not-found'; problem: string }

/** What is known of one component, where its state is read from. */
export type ComponentFacts = {
  component: Component
  environment: string
  standing: Standing
  versionTags: readonly VersionTag[]
  /** What the environment tag means now. */
  current: Release | null
}

/** The release of one component that the goal means. */
export function findRelease(
  goal: Goal,
  facts: ComponentFacts,
  options: { run: { id: number; attempt: number }; allowUntested: boolean; allowQuarantined: boolean },
): FoundRelease {
  const { component, environment, versionTags } = facts
  const where = `${component.id} in ${environment}`
  switch (goal.kind) {
    case 'previous': {
      const { release, sentence, passedOver } = previousRelease({ ...facts, ...options })
      if (release) return found(facts, release, sentence, passedOver)
      const offered = versionsByNearness(facts.current?.version ?? null, versionTags).slice(0, 3)
      const passed = passedOver.length === 0 ? '' : `: ${passedOver.join('; ')}`
      const hint = offered.length === 0 ? '' : `. Name a version such as ${offered.join(', ')}`
      return { kind: 'not-found', problem: `${where}: ${sentence}${passed}${hint}` }
    }
    case 'version':
      return byVersion(facts, goal.version, `${goal.version} was asked for`)
    case 'commit':
      return byCommit(facts, goal.commit, `commit ${goal.commit.slice(0, 7)} was asked for`)
    case 'then': {
      const state = goal.states.get(component.id)
      if (state?.release && isKnown(state)) {
        const because = `live at ${goal.text}, by ${state.run ?? `${state.by}, as the tag object says`}`
        return found(facts, state.release, because, state.remarks)
      }
      const why = state?.remarks.join('; ') || 'it was not in the environment'
      return { kind: 'not-found', problem: `${where}: nobody knows what was live at ${goal.text}, ${why}` }
    }
    case 'listed': {
      const entry = goal.entries.get(component.id)
      if (!entry) return { kind: 'not-found', problem: `${component.id} is not in ${goal.name}` }
      const release = provesItself(entry, goal.foreign ?? null)
        ? byEntry(facts, entry, goal.name)
        : { kind: 'not-found' as const, problem: unproven(entry, goal) }
      return release.kind === 'found' ? release : { ...release, problem: `${entry.place} ${release.problem}` }
    }
  }
}

/** Two repositories may both have a v1.0.0 of a component: only a commit tells that it is the same. */
const provesItself = ({ commit }: SnapshotEntry, foreign: string | null): boolean => foreign === null || commit !== null

const unproven = ({ component, version }: SnapshotEntry, { name, foreign }: Goal & { kind: 'listed' }): string =>
  `${component}: ${name} is a snapshot of ${foreign}, and names no commit: nothing tells that its ${version} is the one here. Add the commit, or take repository out of the file`

function byEntry(facts: ComponentFacts, { version, commit }: SnapshotEntry, name: string): FoundRelease {
  if (version !== null && !version.startsWith('unversioned@')) {
    const release = byVersion(facts, version, `${version} is in ${name}`)
    if (release.kind === 'found' && commit !== null && !release.release.commit.startsWith(commit)) {
      const problem = `${facts.component.id}: ${version} is ${release.release.commit.slice(0, 7)} here and ${commit.slice(0, 7)} in ${name}: was the version tag moved?`
      return { kind: 'not-found', problem }
    }
    if (release.kind === 'found' || commit === null) return release
  }
  if (commit !== null) return byCommit(facts, commit, `${commit.slice(0, 7)} is in ${name}`)
  return { kind: 'not-found', problem: `${facts.component.id}: ${name} names neither a version nor a commit` }
}

function byVersion(facts: ComponentFacts, version: string, because: string): FoundRelease {
  const { component, versionTags } = facts
  const tag = versionTags.find((candidate) => candidate.version === version)
  if (tag) return found(facts, { ...tag, component: component.id, versioned: true }, because, [])
  const recorded = facts.standing.records
    .flatMap(({ to, from, target }) => [to, from, target])
    .find((release) => release?.versioned && release.version === version)
  if (recorded) return found(facts, recorded, `${because}; its tag was deleted, the records know it`, [])
  const names = versionsByNearness(version, versionTags)
  return {
    kind: 'not-found',
    problem: `${component.id} has no version ${JSON.stringify(version)}${offer(version, names)}`,
  }
}

/** @param commit abbreviated, perhaps */
function byCommit(facts: ComponentFacts, commit: string, because: string): FoundRelease {
  const { component, versionTags, standing, current } = facts
  const known = [
    ...versionTags.map((tag) => ({ ...tag, component: component.id, versioned: true })),
    ...standing.records.map(({ to }) => to),
    ...(current ? [current] : []),
  ].filter((release) => release.commit.startsWith(commit))
  const commits = new Set(known.map((release) => release.commit))
  if (commits.size > 1) {
    return { kind: 'not-found', problem: `${component.id}: ${commit} could be any of ${[...commits].join(', ')}` }
  }
  const [release] = known.toSorted((a, b) => Number(b.versioned) - Number(a.versioned))
  if (release) return found(facts, release, because, [])
  if (commit.length < 40) {
    return {
      kind: 'not-found',
      problem: `${component.id}: no version is on a commit that begins with ${commit}. Write the whole id for a commit without a version`,
    }
  }
  const version = `unversioned@${commit.slice(0, 7)}`
  return found(facts, { component: component.id, version, versioned: false, object: commit, commit }, because, [])
}

/**
 * A tag can only be pointed at an object that the server still has. Environment tag objects of the past may have been
 * collected, so the version tag's own object stands in for them.
 */
function found({ versionTags }: ComponentFacts, release: Release, because: string, remarks: string[]): FoundRelease {
  if (!release.versioned) {
    return { kind: 'found', release: { ...release, object: release.commit }, because, missing: false, remarks }
  }
  const tag = versionTags.find(({ version }) => version === release.version)
  if (tag && tag.commit !== release.commit) {
    const moved = `version tag ${release.version} was made again with other content: the records say ${release.commit.slice(0, 7)}, it is ${tag.commit.slice(0, 7)} now`
    return { kind: 'not-found', problem: `${release.component}: ${moved}. Name the commit to go to the old content` }
  }
  const object = tag?.object ?? release.object
  return { kind: 'found', release: { ...release, object }, because, missing: !tag, remarks }
}

import type { Component } from './component.ts'
import type { GitObject, ObjectId } from './git-object.ts'
import { parseTag } from './parse-tag.ts'
import type { Release } from './release.ts'
import { compareVersions } from './version.ts'
import type { VersionTag } from './version-tag.ts'

export type Resolution =
  | { kind: 'release'; release: Release; remarks: string[] }
  /** The chain of tag objects does not end in a commit that was read. */
  | { kind: 'unresolved'; explanation: string }

/**
 * Finds the version that an environment tag means, whichever of its five shapes it has: annotated on a version tag,
 * annotated on a commit, lightweight on a commit, lightweight on a version tag, or on another environment tag.
 * The first tag object on the way whose name is a version of this component decides. Only when there is none is the
 * commit looked up, because two versions can share a commit.
 */
export function resolveRelease(
  object: GitObject,
  component: Component,
  versionTags: readonly VersionTag[],
): Resolution {
  const chain = follow(object)
  const end = chain.at(-1) as GitObject
  if (end.kind !== 'commit') {
    const found = end.kind === 'other' ? end.type : end.kind
    return { kind: 'unresolved', explanation: `${object.id} leads to a ${found}, expected a commit` }
  }
  const named = chain.flatMap((link) => (link.kind === 'tag' ? versionNamed(link.name, link.id, component) : []))[0]
  if (named) {
    return {
      kind: 'release',
      release: releaseOf(component, named.version, object.id, end.id),
      remarks: driftOf(named, versionTags),
    }
  }
  return byCommit(object.id, end.id, component, versionTags)
}

const follow = (object: GitObject): GitObject[] =>
  object.kind === 'tag' ? [object, ...follow(object.target)] : [object]

const versionNamed = (tag: string, id: ObjectId, component: Component): { version: string; id: ObjectId }[] => {
  const parsed = parseTag(tag, [component.prefix])
  return parsed.kind === 'version' && parsed.component.id === component.id ? [{ version: parsed.version, id }] : []
}

function driftOf(named: { version: string; id: ObjectId }, versionTags: readonly VersionTag[]): string[] {
  const now = versionTags.find((tag) => tag.version === named.version)
  if (!now) return [`Version tag ${named.version} has been deleted since; its content is still ${named.id.slice(0, 7)}`]
  if (now.object === named.id) return []
  return [
    `Version tag ${named.version} was made again with other content: the environment tag means ${named.id.slice(0, 7)}, ` +
      `${named.version} is now ${now.object.slice(0, 7)}`,
  ]
}

function byCommit(
  object: ObjectId,
  commit: ObjectId,
  component: Component,
  versionTags: readonly VersionTag[],
): Resolution {
  const versions = versionTags
    .filter((tag) => tag.commit === commit)
    .map((tag) => tag.version)
    .sort((a, b) => compareVersions(b, a))
  const [highest, ...others] = versions
  if (highest === undefined) {
    return {
      kind: 'release',
      release: { ...releaseOf(component, `unversioned@${commit.slice(0, 7)}`, object, commit), versioned: false },
      remarks: [`No version tag of ${component.id} is on commit ${commit.slice(0, 7)}`],
    }
  }
  const remarks =
    others.length > 0 ? [`${versions.join(', ')} share commit ${commit.slice(0, 7)}: called ${highest}`] : []
  return { kind: 'release', release: releaseOf(component, highest, object, commit), remarks }
}

const releaseOf = (component: Component, version: string, object: ObjectId, commit: ObjectId): Release => ({
  component: component.id,
  version,
  versioned: true,
  object,
  commit,
})

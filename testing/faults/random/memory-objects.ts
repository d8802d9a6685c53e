import type { GitObject } from '../../../src/tags/git-object.ts'
import type { VersionTag } from '../../../src/tags/version-tag.ts'
import { type Environment, VERSIONS } from './script.ts'

export const COMPONENT = 'components/prompts/extraction'
export const refOf = (environment: Environment): string => `refs/tags/${COMPONENT}/${environment}`

const digit = (version: string): string => version.slice(1)
const commitOf = (version: string): string => `${digit(version)}c`.repeat(20)
export const versionObject = (version: string): string => `${digit(version)}a`.repeat(20)

/** `v1` is version v1.0.0. */
export const VERSION_TAGS: readonly VersionTag[] = Object.keys(VERSIONS).map((version) => ({
  ...{ version: `${version}.0.0`, object: versionObject(version), commit: commitOf(version) },
}))

/** Objects that the environment tag can hold, as edgit makes them. */
export function createObjects() {
  const names = new Map<string, Environment>()
  const versions = new Map(Object.keys(VERSIONS).map((version) => [versionObject(version), version]))
  return {
    /** A new tag object on the tag object of a version. */
    make: (version: string, environment: Environment): string => {
      const id = `e${String(versions.size).padStart(39, '0')}`
      versions.set(id, version)
      names.set(id, environment)
      return id
    },
    /** `v1.0.0` */
    versionOf: (): Record<string, string> =>
      Object.fromEntries([...versions].map(([object, version]) => [object, `${version}.0.0`])),
    read: (id: string | null): GitObject | null => {
      const version = id === null ? undefined : versions.get(id)
      if (id === null || version === undefined) return null
      const target: GitObject = { kind: 'commit', id: commitOf(version) }
      const own: GitObject = {
        ...{ kind: 'tag', id: versionObject(version), name: `${COMPONENT}/${version}.0.0`, target },
      }
      return id === own.id ? own : { kind: 'tag', id, name: `${COMPONENT}/${names.get(id)}`, target: own }
    },
    peeled: (id: string): string => commitOf(versions.get(id) ?? ''),
  }
}

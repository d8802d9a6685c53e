import type { RepositoryHandle } from '../../testing/github/local-github.ts'
import { git } from '../../testing/github/run-git.ts'
import { COMPONENT } from './publish.ts'

export type TagState = {
  /** `production`, `v1.0.0` */
  slot: string
  /** What the ref holds: a tag object. */
  object: string
  /** The version whose tag object this is, or points at; null for a version tag. */
  version: string | null
}

/** The component's tags as they are on the server, by name. */
export const readRefs = async ({ gitDir }: RepositoryHandle): Promise<TagState[]> => {
  const prefix = `refs/tags/${COMPONENT}/`
  const text = await git(gitDir, ['for-each-ref', '--format=%(refname) %(objectname) %(object)', prefix])
  const refs = text.split('\n').map((line) => {
    const [name = '', object = '', target = ''] = line.split(' ')
    return { slot: name.slice(prefix.length), object, target }
  })
  const isVersion = (slot: string): boolean => /^v\d/.test(slot)
  const versions = new Map(refs.filter(({ slot }) => isVersion(slot)).map(({ slot, object }) => [object, slot]))
  return refs.map(({ slot, object, target }) => ({
    ...{ slot, object },
    version: isVersion(slot) ? null : (versions.get(object) ?? versions.get(target) ?? null),
  }))
}

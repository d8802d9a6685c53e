import type { GitObject } from '../tags/git-object.ts'

/** Deeper chains of tag objects are not followed: edgit makes two, an environment tag on an environment tag three. */
const DEPTH = 6

/** A `GitObject` as GraphQL answers it when asked with `gitObjectFields`. */
export type GitObjectAnswer = {
  __typename: string
  oid: string
  name?: string
  target?: GitObjectAnswer | null
}

/** Selection that walks tag objects down to the commit, where `commitFields` are asked as well. */
export const gitObjectFields = (commitFields = '', depth = DEPTH): string =>
  depth === 0
    ? '__typename oid'
    : `__typename oid ${commitFields === '' ? '' : `... on Commit { ${commitFields} }`}
       ... on Tag { name target { ${gitObjectFields(commitFields, depth - 1)} } }`

export function readGitObject(answer: GitObjectAnswer): GitObject {
  if (answer.__typename === 'Commit') return { kind: 'commit', id: answer.oid }
  if (answer.__typename === 'Tag' && answer.target && answer.name !== undefined) {
    return { kind: 'tag', id: answer.oid, name: answer.name, target: readGitObject(answer.target) }
  }
  return { kind: 'other', id: answer.oid, type: answer.__typename.toLowerCase() }
}

/** What stands at the end of the chain, with the fields asked of commits. */
export const endOfChain = <T extends GitObjectAnswer>(answer: T): T =>
  answer.target ? endOfChain(answer.target as T) : answer

import type { GitObject, ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { type GitObjectAnswer, gitObjectFields, readGitObject } from './graphql-git-object.ts'
import { inChunks } from './in-chunks.ts'

const OBJECTS = 50

/**
 * Follows objects down their chains of tag objects, by one request for every fifty. Those that GitHub does not have are left out.
 *
 * @throws when GitHub cannot be asked
 */
export async function readObjects(
  client: Client,
  { owner, name }: RepositoryAddress,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, GitObject>> {
  const answers = await inChunks([...new Set(ids)], OBJECTS, async (chunk) => {
    const oids = Object.fromEntries(chunk.map((id, index) => [`o${index}`, id]))
    const answer = await client
      .graphql<{ repository: Record<string, GitObjectAnswer | null> | null }>(objectsQuery(chunk.length), {
        ...{ owner, name },
        ...oids,
      })
      .catch((error: unknown) => {
        throw new Error(explainReadFailure(error), { cause: error })
      })
    return chunk.flatMap((id, index): [ObjectId, GitObject][] => {
      const object = answer.repository?.[`o${index}`]
      return object ? [[id, readGitObject(object)]] : []
    })
  })
  return new Map(answers.flat())
}

const objectsQuery = (count: number): string => {
  const numbers = Array.from({ length: count }, (_, index) => index)
  return `
query TagbackObjects($owner: String!, $name: String!, ${numbers.map((index) => `$o${index}: GitObjectID!`).join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${numbers.map((index) => `o${index}: object(oid: $o${index}) { ...Chain }`).join('\n    ')}
  }
}
fragment Chain on GitObject { ${gitObjectFields()} }`
}

import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { inChunks } from './in-chunks.ts'

const OBJECTS = 50

/** What is asked of each object. */
export type ObjectQuery<Answer, Read> = {
  /** Name of the query. */
  name: string
  /** Selection on a `GitObject`. */
  fields: string
  /** `null`: the object is left out. */
  read(answer: Answer): Read | null
}

/**
 * Asks the same of many git objects, by one request for every fifty. Ids go into variables, never into the query. Objects that GitHub
 * does not have are left out.
 *
 * @throws when GitHub cannot be asked
 */
export async function readEachObject<Answer, Read>(
  client: Client,
  { owner, name }: RepositoryAddress,
  ids: readonly ObjectId[],
  query: ObjectQuery<Answer, Read>,
): Promise<ReadonlyMap<ObjectId, Read>> {
  const answers = await inChunks([...new Set(ids)], OBJECTS, async (chunk) => {
    const oids = Object.fromEntries(chunk.map((id, index) => [`o${index}`, id]))
    const answer = await client
      .graphql<{ repository: Record<string, Answer | null> | null }>(textOf(query, chunk.length), {
        ...{ owner, name },
        ...oids,
      })
      .catch((error: unknown) => {
        throw new Error(explainReadFailure(error), { cause: error })
      })
    return chunk.flatMap((id, index): [ObjectId, Read][] => {
      const object = answer.repository?.[`o${index}`]
      const read = object ? query.read(object) : null
      return read === null ? [] : [[id, read]]
    })
  })
  return new Map(answers.flat())
}

function textOf({ name, fields }: ObjectQuery<never, unknown>, count: number): string {
  const numbers = Array.from({ length: count }, (_, index) => index)
  return `
query ${name}($owner: String!, $name: String!, ${numbers.map((index) => `$o${index}: GitObjectID!`).join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${numbers.map((index) => `o${index}: object(oid: $o${index}) { ...Wanted }`).join('\n    ')}
  }
}
fragment Wanted on GitObject { ${fields} }`
}

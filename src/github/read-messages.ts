import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { inChunks } from './in-chunks.ts'

const OBJECTS = 50
/** As deep as chains of tag objects are followed elsewhere. */
const DEPTH = 6

/** Two names, because the one is nullable and the other is not: GraphQL does not merge such fields. */
type MessageAnswer = { commitMessage?: string; tagMessage?: string | null; target?: MessageAnswer | null }

const messageFields = (depth = DEPTH): string =>
  `... on Commit { commitMessage: message } ... on Tag { tagMessage: message ${depth === 0 ? '' : `target { ${messageFields(depth - 1)} }`} }`

/**
 * What tag objects say, and the commits that they lead to: the outermost first. By one request for every fifty; objects
 * that GitHub does not have are left out.
 *
 * @throws when GitHub cannot be asked
 */
export async function readMessages(
  client: Client,
  { owner, name }: RepositoryAddress,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, string[]>> {
  const answers = await inChunks([...new Set(ids)], OBJECTS, async (chunk) => {
    const oids = Object.fromEntries(chunk.map((id, index) => [`o${index}`, id]))
    const answer = await client
      .graphql<{ repository: Record<string, MessageAnswer | null> | null }>(messagesQuery(chunk.length), {
        ...{ owner, name },
        ...oids,
      })
      .catch((error: unknown) => {
        throw new Error(explainReadFailure(error), { cause: error })
      })
    return chunk.flatMap((id, index): [ObjectId, string[]][] => {
      const object = answer.repository?.[`o${index}`]
      return object ? [[id, messagesOf(object)]] : []
    })
  })
  return new Map(answers.flat())
}

const messagesOf = ({ commitMessage, tagMessage, target }: MessageAnswer): string[] => [
  ...[commitMessage, tagMessage].filter((message) => typeof message === 'string'),
  ...(target ? messagesOf(target) : []),
]

const messagesQuery = (count: number): string => {
  const numbers = Array.from({ length: count }, (_, index) => index)
  return `
query TagbackMessages($owner: String!, $name: String!, ${numbers.map((index) => `$o${index}: GitObjectID!`).join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${numbers.map((index) => `o${index}: object(oid: $o${index}) { ...Messages }`).join('\n    ')}
  }
}
fragment Messages on GitObject { ${messageFields()} }`
}

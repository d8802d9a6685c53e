import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { readEachObject } from './read-each-object.ts'

/** As deep as chains of tag objects are followed elsewhere. */
const DEPTH = 6

/** Two names, because the one is nullable and the other is not: GraphQL does not merge such fields. */
type MessageAnswer = { commitMessage?: string; tagMessage?: string | null; target?: MessageAnswer | null }

const messageFields = (depth = DEPTH): string =>
  `... on Commit { commitMessage: message } ... on Tag { tagMessage: message ${depth === 0 ? '' : `target { ${messageFields(depth - 1)} }`} }`

/** What tag objects say, and the commits that they lead to: the outermost first. @throws when GitHub cannot be asked */
export const readMessages = (
  client: Client,
  address: RepositoryAddress,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, string[]>> =>
  readEachObject<MessageAnswer, string[]>(client, address, ids, {
    ...{ name: 'TagbackMessages', fields: messageFields(), read: messagesOf },
  })

const messagesOf = ({ commitMessage, tagMessage, target }: MessageAnswer): string[] => [
  ...[commitMessage, tagMessage].filter((message) => typeof message === 'string'),
  ...(target ? messagesOf(target) : []),
]

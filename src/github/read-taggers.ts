import type { Tagger } from '../flows/history/history-ports.ts'
import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { inChunks } from './in-chunks.ts'

const OBJECTS = 50

type TagAnswer = {
  name?: string
  tagger?: { name: string | null; date: string | null; user: { login: string } | null } | null
}

/**
 * Reads who made tag objects, by one request for every fifty. Those that are gone, or are no annotated tags, are left out.
 *
 * @throws when GitHub cannot be asked
 */
export async function readTaggers(
  client: Client,
  { owner, name }: RepositoryAddress,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, Tagger>> {
  const answers = await inChunks([...new Set(ids)], OBJECTS, async (chunk) => {
    const oids = Object.fromEntries(chunk.map((id, index) => [`o${index}`, id]))
    const answer = await client
      .graphql<{ repository: Record<string, TagAnswer | null> | null }>(taggersQuery(chunk.length), {
        ...{ owner, name },
        ...oids,
      })
      .catch((error: unknown) => {
        throw new Error(explainReadFailure(error), { cause: error })
      })
    return chunk.flatMap((id, index): [ObjectId, Tagger][] => {
      const { name: tag, tagger } = answer.repository?.[`o${index}`] ?? {}
      if (tag === undefined || !tagger?.date) return []
      const at = new Date(tagger.date).toISOString().replace('.000Z', 'Z')
      return [[id, { tag, at, name: tagger.name ?? '', login: tagger.user?.login ?? null }]]
    })
  })
  return new Map(answers.flat())
}

const taggersQuery = (count: number): string => {
  const numbers = Array.from({ length: count }, (_, index) => index)
  return `
query TagbackTaggers($owner: String!, $name: String!, ${numbers.map((index) => `$o${index}: GitObjectID!`).join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${numbers.map((index) => `o${index}: object(oid: $o${index}) { ...Made }`).join('\n    ')}
  }
}
fragment Made on GitObject { ... on Tag { name tagger { name date user { login } } } }`
}

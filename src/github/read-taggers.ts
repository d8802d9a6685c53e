import type { Tagger } from '../flows/history/history-ports.ts'
import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { readEachObject } from './read-each-object.ts'

type TagAnswer = {
  name?: string
  tagger?: { name: string | null; date: string | null; user: { login: string } | null } | null
}

/** Reads who made tag objects; what is no annotated tag is left out. @throws when GitHub cannot be asked */
export const readTaggers = (
  client: Client,
  address: RepositoryAddress,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, Tagger>> =>
  readEachObject<TagAnswer, Tagger>(client, address, ids, {
    name: 'TagbackTaggers',
    fields: '... on Tag { name tagger { name date user { login } } }',
    read: ({ name: tag, tagger }) => {
      if (tag === undefined || !tagger?.date) return null
      const at = new Date(tagger.date).toISOString().replace('.000Z', 'Z')
      return { tag, at, name: tagger.name ?? '', login: tagger.user?.login ?? null }
    },
  })

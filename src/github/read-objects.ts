import type { GitObject, ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { type GitObjectAnswer, gitObjectFields, readGitObject } from './graphql-git-object.ts'
import { readEachObject } from './read-each-object.ts'

/** Follows objects down their chains of tag objects. @throws when GitHub cannot be asked */
export const readObjects = (
  client: Client,
  address: RepositoryAddress,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, GitObject>> =>
  readEachObject<GitObjectAnswer, GitObject>(client, address, ids, {
    ...{ name: 'TagbackObjects', fields: gitObjectFields(), read: readGitObject },
  })

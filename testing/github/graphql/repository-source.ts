import { fullName, type LocalRepository } from '../local-repository.ts'
import { readRef } from '../refs.ts'
import { allows, type PermissionName } from '../tokens.ts'
import { PAGE_ARGUMENTS } from './connection.ts'
import { type DeploymentsArguments, deploymentsConnection } from './deployment-source.ts'
import { readGitObject } from './git-object-source.ts'
import { namespaceOf, type RefsArguments, refSource, refsConnection } from './ref-source.ts'
import { type GraphqlContext, graphqlError, type Source } from './source.ts'

export const FORBIDDEN = 'Resource not accessible by integration'

/** The repository as this token may see it. */
export const repositorySource = ({ state, token }: GraphqlContext, repository: LocalRepository): Source => {
  const scope = { state, repository }
  const need = (permission: PermissionName): void => {
    if (!allows(token, permission, 'read')) throw graphqlError('FORBIDDEN', FORBIDDEN)
  }
  const ref = async (name: string): Promise<Source | null> => {
    need('contents')
    const oid = await readRef(repository, name)
    return oid === null ? null : refSource(scope, { name, oid }, namespaceOf(name))
  }
  return {
    __typename: 'Repository',
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    url: `${state.url}/${fullName(repository)}`,
    visibility: repository.visibility.toUpperCase(),
    isPrivate: repository.visibility === 'private',
    viewerPermission: allows(token, 'contents', 'write') ? 'WRITE' : 'READ',
    defaultBranchRef: () => ref(`refs/heads/${repository.defaultBranch}`),
    ref: {
      accepts: ['qualifiedName'],
      resolve: async ({ qualifiedName }: { qualifiedName: string }) => {
        if (qualifiedName.startsWith('refs/')) return ref(qualifiedName)
        // A short name is a branch first and a tag second.
        return (await ref(`refs/heads/${qualifiedName}`)) ?? (await ref(`refs/tags/${qualifiedName}`))
      },
    },
    refs: {
      accepts: [...PAGE_ARGUMENTS, 'refPrefix', 'orderBy', 'query'],
      resolve: (args: RefsArguments) => {
        need('contents')
        return refsConnection(scope, args)
      },
    },
    object: {
      accepts: ['oid', 'expression'],
      resolve: ({ oid, expression }: { oid?: string; expression?: string }) => {
        need('contents')
        const wanted = oid ?? expression
        if (wanted === undefined) return null
        const path = wanted.includes(':') ? wanted.slice(wanted.indexOf(':') + 1) : ''
        return readGitObject(scope, wanted, path)
      },
    },
    deployments: {
      accepts: [...PAGE_ARGUMENTS, 'environments', 'orderBy'],
      resolve: (args: DeploymentsArguments) => {
        need('deployments')
        return deploymentsConnection(scope, args)
      },
    },
  }
}

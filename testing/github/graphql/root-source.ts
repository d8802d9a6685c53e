import { findRepository, nodeId } from '../local-state.ts'
import { allows } from '../tokens.ts'
import { deploymentWithId } from './deployment-source.ts'
import { FORBIDDEN, repositorySource } from './repository-source.ts'
import { type GraphqlContext, graphqlError, type Source } from './source.ts'
import { updateRefsMutation } from './update-refs-mutation.ts'

/** Everything that can be asked for at the top, of queries and mutations alike. */
export const rootSource = (context: GraphqlContext): Source => {
  const { state, token, rateLimit } = context
  return {
    __typename: 'Query',
    // A bot is a `User` here, and its login has the `[bot]` that `Actor.login` leaves out.
    viewer: { __typename: 'User', id: nodeId('User', token.account.login), login: token.account.login },
    rateLimit: {
      __typename: 'RateLimit',
      cost: 1,
      limit: rateLimit.limit,
      remaining: rateLimit.remaining,
      used: rateLimit.used,
      resetAt: new Date(rateLimit.reset * 1000).toISOString().replace('.000Z', 'Z'),
    },
    repository: {
      accepts: ['owner', 'name', 'followRenames'],
      resolve: ({ owner, name }: { owner: string; name: string }) => {
        const found = findRepository(state, owner, name)
        if (found !== undefined) return repositorySource(context, found)
        throw graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
      },
    },
    nodes: {
      accepts: ['ids'],
      resolve: ({ ids }: { ids: string[] }) => {
        if (!allows(token, 'deployments', 'read')) throw graphqlError('FORBIDDEN', FORBIDDEN)
        return ids.map((id) => deploymentWithId(state, id))
      },
    },
    updateRefs: {
      accepts: ['input'],
      resolve: ({ input }: { input: Parameters<typeof updateRefsMutation>[0] }) => updateRefsMutation(input, context),
    },
  }
}

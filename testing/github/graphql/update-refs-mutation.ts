import { allows } from '../tokens.ts'
import { type Refusal, updateRefs } from '../update-refs.ts'
import { FORBIDDEN } from './repository-source.ts'
import { type GraphqlContext, graphqlError, type Source } from './source.ts'

type UpdateRefsInput = {
  clientMutationId?: string | null
  repositoryId: string
  refUpdates: { name: string; beforeOid?: string | null; afterOid: string; force?: boolean | null }[]
}

const TYPE: Partial<Record<Refusal, string>> = { workflows: 'FORBIDDEN', 'missing-object': 'NOT_FOUND' }

/**
 * "All updates are performed atomically, meaning that if one of them is rejected, no other ref will be modified."
 * GitHub publishes no texts for its refusals: callers should read the refs again rather than the message.
 */
export const updateRefsMutation = async (input: UpdateRefsInput, context: GraphqlContext): Promise<Source> => {
  const { state, token } = context
  const repository = [...state.repositories.values()].find(({ nodeId }) => nodeId === input.repositoryId)
  if (repository === undefined || !allows(token, 'contents', 'read'))
    throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${input.repositoryId}'`)
  if (!allows(token, 'contents', 'write')) throw graphqlError('FORBIDDEN', FORBIDDEN)
  if (input.refUpdates.length === 0) throw graphqlError('UNPROCESSABLE', 'No ref updates were given.')
  const updates = input.refUpdates.map(({ name, beforeOid, afterOid, force }) => ({
    name,
    before: beforeOid ?? null,
    after: afterOid,
    force: force ?? false,
  }))
  const malformed = updates
    .flatMap(({ before, after }) => [before ?? after, after])
    .find((oid) => !/^[0-9a-f]{40}$/.test(oid))
  if (malformed !== undefined) throw graphqlError('argumentLiteralsIncompatible', `${malformed} is not a GitObjectID.`)
  const outcome = await updateRefs(repository, token, updates)
  if (outcome.kind === 'refused') throw graphqlError(TYPE[outcome.refusal] ?? 'UNPROCESSABLE', outcome.message)
  state.refsMoved(repository, token, outcome.changes)
  return { __typename: 'UpdateRefsPayload', clientMutationId: input.clientMutationId ?? null }
}

import type { RecentMove } from '../flows/ports.ts'
import { decodePayload, RECORD_TASK } from '../ledger/record-payload.ts'
import { BOOKKEEPING, type Client, type RepositoryAddress } from './client.ts'
import type { RecordAnswer } from './guard-query.ts'

const RECENT_QUERY = `
query TagbackRecentMoves($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    deployments(first: 50, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { task payload createdAt }
    }
  }
}`

/** What Tagback deployed anywhere in this repository since a time, newest first, among the last fifty Deployments. */
export async function readRecentMoves(
  client: Client,
  { owner, name }: RepositoryAddress,
  since: number,
): Promise<RecentMove[]> {
  const answer = await client.graphql<{
    repository: { deployments: { nodes: Pick<RecordAnswer, 'task' | 'payload' | 'createdAt'>[] } }
  }>(RECENT_QUERY, { owner, name, request: BOOKKEEPING })
  return answer.repository.deployments.nodes.flatMap(({ task, payload, createdAt }) => {
    const move = task === RECORD_TASK && Date.parse(createdAt) >= since ? decodePayload(payload) : null
    if (!move) return []
    const { component, environment, to, from, actor } = move
    return [{ component, environment, to: to.version, from: from?.version ?? null, actor, at: createdAt }]
  })
}

import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { WORKFLOWS, type WorkflowsAnswer } from './guard-query.ts'

const WORKFLOWS_QUERY = `
query TagbackWorkflows($owner: String!, $name: String!, $commit: String!) {
  repository(owner: $owner, name: $name) { object(expression: $commit) { ... on Commit { ${WORKFLOWS} } } }
}`

/**
 * Workflow files of one commit, name → blob id.
 *
 * @throws when GitHub cannot be asked or does not have the commit
 */
export async function readWorkflowsOf(
  client: Client,
  { owner, name }: RepositoryAddress,
  commit: ObjectId,
): Promise<ReadonlyMap<string, string>> {
  const answer = await client.graphql<{ repository: { object: WorkflowsAnswer | null } | null }>(WORKFLOWS_QUERY, {
    ...{ owner, name, commit },
  })
  const object = answer.repository?.object
  if (!object) throw new Error(`GitHub does not have commit ${commit}`)
  return readWorkflows(object)
}

export const readWorkflows = (answer: WorkflowsAnswer): ReadonlyMap<string, string> =>
  new Map(answer.workflows?.object?.entries?.map(({ name, oid }) => [name, oid]))

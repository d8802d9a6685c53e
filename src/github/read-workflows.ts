import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { WORKFLOWS, type WorkflowsAnswer } from './guard-query.ts'
import { readEachObject } from './read-each-object.ts'

const WORKFLOWS_QUERY = `
query TagbackWorkflows($owner: String!, $name: String!, $commit: String!) {
  repository(owner: $owner, name: $name) { object(expression: $commit) { ... on Commit { ${WORKFLOWS} } } }
}`

/**
 * Workflow files of one commit, name → blob id; `HEAD` is the tip of the default branch.
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

/** The same of the default branch and of many commits at once. @throws when GitHub cannot be asked */
export async function readWorkflowsOfMany(client: Client, address: RepositoryAddress, commits: readonly ObjectId[]) {
  const [defaultBranch, of] = await Promise.all([
    readWorkflowsOf(client, address, 'HEAD'),
    readEachObject<WorkflowsAnswer, ReadonlyMap<string, string>>(client, address, commits, {
      ...{ name: 'TagbackWorkflowsOf', fields: `... on Commit { ${WORKFLOWS} }`, read: readWorkflows },
    }),
  ])
  return { defaultBranch, of }
}

export const readWorkflows = (answer: WorkflowsAnswer): ReadonlyMap<string, string> =>
  new Map(answer.workflows?.object?.entries?.map(({ name, oid }) => [name, oid]))

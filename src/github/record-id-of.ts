import type { DeployRecord } from '../ledger/record.ts'
import { RECORD_TASK } from '../ledger/record-payload.ts'
import { BOOKKEEPING, type Client, type RepositoryAddress } from './client.ts'

/**
 * Database id of a record that was read by GraphQL, which cannot answer it: Deployments are past what its `Int` holds.
 *
 * @throws when GitHub cannot be asked, or the record is not among the newest hundred of its environment
 */
export async function recordIdOf(
  client: Client,
  { owner, name }: RepositoryAddress,
  environment: string,
  record: Pick<DeployRecord, 'node' | 'to'>,
): Promise<number> {
  const { data } = await client.rest.repos.listDeployments({
    ...{ owner, repo: name, environment, task: RECORD_TASK, per_page: 100, request: BOOKKEEPING },
  })
  const found = data.find(({ node_id }) => node_id === record.node)
  if (!found) throw new Error(`GitHub does not list the record of ${record.to.version} in ${environment} any more`)
  return found.id
}

import type { OpenedRecord } from '../flows/ports.ts'
import { RECORD_TASK } from '../ledger/record-payload.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { ACTIONS, loginOf, readRecord } from './read-records.ts'

/**
 * Records of this environment that were opened before `record`, the newest first, of the newest hundred. Numbers of
 * Deployments tell which came first, where times are whole seconds; GraphQL has no number that could hold them.
 *
 * @returns `null` when this answer does not show `record` itself yet: it is older than that
 * @throws when GitHub cannot be asked
 */
export async function olderRecords(
  client: Client,
  { owner, name }: RepositoryAddress,
  environment: string,
  record: number,
): Promise<OpenedRecord[] | null> {
  const { data } = await client.rest.repos.listDeployments({
    ...{ owner, repo: name, environment, task: RECORD_TASK, per_page: 100 },
  })
  const own = data.find(({ id }) => id === record)
  if (!own) return null
  const creators = [loginOf(own.creator?.login ?? ''), ACTIONS]
  return data
    .filter(({ id }) => id < record)
    .sort((a, b) => b.id - a.id)
    .flatMap(({ node_id: id, task, payload, creator, created_at: createdAt }) => {
      const read = readRecord({ id, task, payload: JSON.stringify(payload), creator, createdAt, latestStatus: null })
      return read && creators.includes(read.creator) ? [read] : []
    })
}

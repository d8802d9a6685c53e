import type { HistoryPage, LoggedRecord } from '../flows/history/history-ports.ts'
import { closingSentence } from '../ledger/closing-status.ts'
import type { DeployRecord } from '../ledger/record.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { RECORD_FIELDS, type RecordAnswer } from './guard-query.ts'
import { ACTIONS, loginOf, newestFirst, readRecord } from './read-records.ts'
import { withOwnStatuses } from './with-own-statuses.ts'

const HISTORY_QUERY = `
query TagbackHistory($owner: String!, $name: String!, $environments: [String!], $after: String) {
  viewer { login }
  rateLimit { remaining }
  repository(owner: $owner, name: $name) {
    deployments(environments: $environments, first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { environment ${RECORD_FIELDS} }
    }
  }
}`

type HistoryAnswer = {
  viewer: { login: string }
  rateLimit: { remaining: number } | null
  repository: {
    deployments: {
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      nodes: (RecordAnswer & { environment: string | null })[]
    }
  } | null
}

/** @throws when GitHub cannot be asked, the token is refused, or the cursor is none of GitHub's */
export async function readHistoryPage(
  client: Client,
  { owner, name }: RepositoryAddress,
  environments: readonly string[] | null,
  after: string | null,
): Promise<HistoryPage> {
  const answer = await client
    .graphql<HistoryAnswer>(HISTORY_QUERY, { owner, name, environments, after })
    .catch((error: unknown) => {
      throw new Error(explainReadFailure(error), { cause: error })
    })
  if (!answer.repository) throw new Error(`Repository ${owner}/${name} cannot be seen with this token`)
  const { pageInfo } = answer.repository.deployments
  const [nodes = []] = await withOwnStatuses(client, [answer.repository.deployments.nodes])
  const creators = [loginOf(answer.viewer.login), ACTIONS]
  const found = nodes.flatMap((node): LoggedRecord[] => {
    const record = readRecord(node)
    // The name of the environment is what the records of a pair are found by: one that claims another pair is forged.
    if (!record || node.environment !== environmentOf(record)) return []
    const sentence = record.closed && closingSentence(node.latestStatus?.description ?? null)
    return [Object.assign(record, { sentence })]
  })
  return {
    records: found.filter(({ creator }) => creators.includes(creator)).sort(newestFirst),
    strangers: [...new Set(found.map(({ creator }) => creator).filter((creator) => !creators.includes(creator)))],
    oldest: nodes.at(-1)?.createdAt ?? null,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    requestsLeft: answer.rateLimit?.remaining ?? null,
  }
}

const environmentOf = ({ component, environment }: DeployRecord): string =>
  `${environment}/${component.split('/').slice(-2).join('/')}`

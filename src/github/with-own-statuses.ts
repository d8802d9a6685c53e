import { decodeClosing } from '../ledger/closing-status.ts'
import { RECORD_TASK } from '../ledger/record-payload.ts'
import { decodeTraffic } from '../ledger/traffic-status.ts'
import type { Client } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import type { RecordAnswer, StatusAnswer } from './guard-query.ts'
import { inChunks } from './in-chunks.ts'

/** Records in one request, as many as GitHub takes, and statuses of each: a record has a handful. */
const RECORDS = 100
const STATUSES = 100

const STATUSES_QUERY = `
query TagbackStatuses($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Deployment { id statuses(first: ${STATUSES}) { nodes { state description createdAt } } } }
}`

type StatusesAnswer = { nodes: ({ id?: string; statuses?: { nodes: StatusAnswer[] } | null } | null)[] }

/** States in which somebody is at work. */
const OPEN = ['IN_PROGRESS', 'QUEUED', 'PENDING', 'WAITING']

/**
 * Others can add a status to a record: what deploys to an environment of the same name deactivates what was there before
 * (docs: "create a deployment status", `auto_inactive`). That says nothing of how its run has ended, and must not make it
 * look as if it had not: such a record is given with the last status that Tagback wrote. Asks for nothing where there is none.
 *
 * @throws when GitHub cannot be asked
 */
export async function withOwnStatuses<Answer extends RecordAnswer>(
  client: Client,
  lists: readonly (readonly Answer[])[],
): Promise<readonly (readonly Answer[])[]> {
  const ids = lists.flat().flatMap((answer) => (isHidden(answer) ? [answer.id] : []))
  if (ids.length === 0) return lists
  const answers = await inChunks(ids, RECORDS, (chunk) =>
    client.graphql<StatusesAnswer>(STATUSES_QUERY, { ids: chunk }).catch((error: unknown) => {
      throw new Error(explainReadFailure(error), { cause: error })
    }),
  )
  const own = new Map(answers.flatMap(({ nodes }) => nodes.map((node) => [node?.id, lastOwn(node?.statuses?.nodes)])))
  return lists.map((list) =>
    list.map((answer) => ({ ...answer, latestStatus: own.get(answer.id) ?? answer.latestStatus })),
  )
}

/** Its last status is neither one of Tagback's nor one of a run at work. */
const isHidden = ({ task, latestStatus }: RecordAnswer): boolean =>
  task === RECORD_TASK && latestStatus !== null && !OPEN.includes(latestStatus.state) && !isOwn(latestStatus)

const isOwn = ({ description }: StatusAnswer): boolean =>
  decodeClosing(description) !== null || decodeTraffic(description) !== null

/** In which order GitHub lists them is not documented. */
const lastOwn = (statuses: readonly StatusAnswer[] = []): StatusAnswer | undefined =>
  statuses.filter(isOwn).toSorted((one, other) => rankOf(other) - rankOf(one))[0]

/** What closes a record is written last, also within the second of another. */
const rankOf = ({ createdAt, description }: StatusAnswer): number =>
  Date.parse(createdAt) + (decodeClosing(description) ? 1 : 0)

import { decodeClosing } from '../ledger/closing-status.ts'
import type { DeployRecord } from '../ledger/record.ts'
import { decodePayload, RECORD_TASK } from '../ledger/record-payload.ts'
import { decodeTraffic } from '../ledger/traffic-status.ts'
import type { RecordAnswer } from './guard-query.ts'

/** Login of the token that a workflow gets by itself. */
export const ACTIONS = 'github-actions'

/**
 * Keeps the Deployments that Tagback wrote for this component and environment. Anyone with `deployments: write` can
 * post one that looks like ours, so its author has to be one of `creators`. `strangers` are the other authors.
 */
export function readRecords(
  answers: readonly RecordAnswer[],
  scope: { component: string; environment: string; creators: readonly string[] },
): { records: DeployRecord[]; strangers: string[] } {
  const strangers = new Set<string>()
  const records = answers.flatMap((answer): DeployRecord[] => {
    const record = readRecord(answer)
    if (!record || record.component !== scope.component || record.environment !== scope.environment) return []
    if (scope.creators.includes(record.creator)) return [record]
    strangers.add(record.creator)
    return []
  })
  return { records: records.sort(newestFirst), strangers: [...strangers] }
}

/**
 * What a Deployment says, whoever wrote it; `null` when it is none of Tagback's. What was decoded is added to, not copied: where
 * copied objects have many shapes, V8 gives each copy a hidden class, 1.5 kB that only a full collection frees, and a long
 * history has a hundred thousand records.
 */
export function readRecord({ id, task, payload, creator, createdAt, latestStatus }: RecordAnswer): DeployRecord | null {
  const decoded = task === RECORD_TASK ? decodePayload(payload) : null
  const closing = decodeClosing(latestStatus?.description ?? null)
  const closed = closing && latestStatus ? { ...closing, at: latestStatus.createdAt } : null
  const traffic = decodeTraffic(latestStatus?.description ?? null)
  if (!decoded) return null
  const record = Object.assign(decoded, { node: id, createdAt, creator: loginOf(creator?.login ?? ''), closed })
  return traffic ? Object.assign(record, { traffic }) : record
}

/**
 * Times are whole seconds, in which a failed deploy and its rollback both find room. Database ids would tell which came
 * first, but are past what GraphQL's `Int` holds, and Deployments have no `fullDatabaseId`.
 */
export const newestFirst = (a: DeployRecord, b: DeployRecord): number =>
  Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
  b.run.id - a.run.id ||
  b.run.attempt - a.run.attempt ||
  Number(b.kind === 'rollback') - Number(a.kind === 'rollback')

/** GraphQL names an App's actor `tagback`, webhooks and REST name it `tagback[bot]`. */
export const loginOf = (login: string): string => login.replace(/\[bot\]$/, '')

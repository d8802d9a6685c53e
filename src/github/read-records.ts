import { decodeClosing } from '../ledger/closing-status.ts'
import type { DeployRecord } from '../ledger/record.ts'
import { decodePayload, RECORD_TASK } from '../ledger/record-payload.ts'
import type { RecordAnswer } from './guard-query.ts'

/**
 * Keeps the Deployments that Tagback wrote for this component and environment. Anyone with `deployments: write` can
 * post one that looks like ours, so its author has to be one of `creators`.
 */
export function readRecords(
  answers: readonly RecordAnswer[],
  scope: { component: string; environment: string; creators: readonly string[] },
): DeployRecord[] {
  const records = answers.flatMap((answer): DeployRecord[] => {
    const payload = answer.task === RECORD_TASK ? decodePayload(answer.payload) : null
    const creator = loginOf(answer.creator?.login ?? '')
    if (!payload || payload.component !== scope.component || payload.environment !== scope.environment) return []
    if (!scope.creators.includes(creator)) return []
    const closing = decodeClosing(answer.latestStatus?.description ?? null)
    const closed = closing && answer.latestStatus ? { ...closing, at: answer.latestStatus.createdAt } : null
    return [{ ...payload, id: answer.databaseId, createdAt: answer.createdAt, creator, closed }]
  })
  // Their times are whole seconds, in which a failed deploy and its rollback both find room.
  return records.sort((a, b) => b.id - a.id)
}

/** GraphQL names an App's actor `tagback`, webhooks and REST name it `tagback[bot]`. */
export const loginOf = (login: string): string => login.replace(/\[bot\]$/, '')

import { encodeClosing } from '../ledger/closing-status.ts'
import type { Decision } from '../ledger/decision.ts'
import type { RecordPayload, TrafficShare } from '../ledger/record.ts'
import { encodePayload, RECORD_TASK } from '../ledger/record-payload.ts'
import { encodeTraffic } from '../ledger/traffic-status.ts'
import { BOOKKEEPING, type Client, REQUEST_TIMEOUT, type RepositoryAddress, WRITE_ONCE } from './client.ts'

const TITLES: Record<RecordPayload['kind'], string> = {
  guard: 'Deploy',
  rollback: 'Rollback to',
  restore: 'Restore',
  adoption: 'Found',
  drill: 'Drill with',
}

/**
 * Opens a record: a Deployment of the release's commit.
 *
 * @returns its database id
 * @throws when GitHub does not take it; `deployments: write` is then the likely thing to be missing
 */
export async function openRecord(
  client: Client,
  { owner, name }: RepositoryAddress,
  environment: string,
  payload: RecordPayload,
): Promise<number> {
  const { version } = payload.to
  const response = await client.rest.repos.createDeployment({
    ...{ owner, repo: name, environment },
    ref: payload.to.commit,
    task: RECORD_TASK,
    // Left out, these would merge the default branch, or wait for every status check.
    auto_merge: false,
    required_contexts: [],
    production_environment: payload.environment === 'production',
    description: `${TITLES[payload.kind]} ${version}`,
    payload: encodePayload(payload),
    request: writeOnce(),
  })
  // 202 means that GitHub merged a branch instead of deploying.
  if (response.status !== 201) throw new Error(`GitHub answered ${response.status} to the Deployment, expected 201`)
  return response.data.id
}

/** The record stays open. `step` is the share of the traffic that is about to be set. @throws when GitHub does not take it */
export async function reportInProgress(
  client: Client,
  { owner, name }: RepositoryAddress,
  id: number,
  logUrl: string,
  step?: TrafficShare,
): Promise<void> {
  await client.rest.repos.createDeploymentStatus({
    ...{ owner, repo: name, deployment_id: id, state: 'in_progress', log_url: logUrl },
    ...(step ? { description: encodeTraffic(step) } : {}),
    auto_inactive: false,
    request: writeOnce(),
  })
}

/**
 * Writes the one status that closes the record. Repeated after an outage: the same status twice says the same, while a
 * record that stays open forgets what the watch has proven.
 */
export async function closeRecord(
  client: Client,
  { owner, name }: RepositoryAddress,
  id: number,
  closing: { decision: Decision; reason: string; sentence: string; logUrl: string },
): Promise<void> {
  await client.rest.repos.createDeploymentStatus({
    ...{ owner, repo: name, deployment_id: id, log_url: closing.logUrl },
    ...encodeClosing(closing.decision, closing.reason, closing.sentence),
    // Which records still count is read from the ledger, not from GitHub's own bookkeeping.
    auto_inactive: false,
    request: { ...BOOKKEEPING, retries: 2 },
  })
}

const writeOnce = () => ({ ...WRITE_ONCE, signal: AbortSignal.timeout(REQUEST_TIMEOUT) })

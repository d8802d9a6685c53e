import {
  type DeploymentRecord,
  type DeploymentState,
  type DeploymentStatusRecord,
  latestEnvironment,
} from '../deployment-record.ts'
import { type Answer, json, restError } from '../exchange.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId, timestamp } from '../local-state.ts'
import { showAccount } from './account.ts'
import { findDeployment } from './deployments.ts'
import { page } from './page.ts'
import type { RestCall, RestRoute } from './route.ts'

const LONGEST_DESCRIPTION = 140

const showStatus = ({ state, repository }: RestCall, record: DeploymentRecord, status: DeploymentStatusRecord) => {
  const api = `${apiUrl(state)}/repos/${fullName(repository)}`
  return {
    url: `${api}/deployments/${record.id}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: showAccount(state, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: `${api}/deployments/${record.id}`,
    repository_url: api,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
  }
}

const addStatus = ({ state, token }: RestCall, record: DeploymentRecord, given: Record<string, unknown>) => {
  const text = (name: string, otherwise: string): string =>
    typeof given[name] === 'string' ? (given[name] as string) : otherwise
  const status: DeploymentStatusRecord = {
    id: state.nextId(),
    state: given.state as DeploymentState,
    description: text('description', ''),
    environment: text('environment', latestEnvironment(record)),
    environmentUrl: text('environment_url', ''),
    logUrl: text('log_url', text('target_url', '')),
    creator: token.account,
    createdAt: timestamp(state),
  }
  record.statuses.push(status)
  record.updatedAt = status.createdAt
  return status
}

/** "Adds a new inactive status to all prior non-transient, non-production environment deployments with the same
 * repository and environment name", and only to those that had succeeded. */
const inactivateOthers = (call: RestCall, record: DeploymentRecord): void => {
  const prior = call.repository.deployments.filter(
    (other) =>
      other.id < record.id &&
      !other.transient &&
      !other.production &&
      latestEnvironment(other) === latestEnvironment(record) &&
      other.statuses.at(-1)?.state === 'success',
  )
  for (const other of prior) addStatus(call, other, { state: 'inactive' })
}

const createStatus = (call: RestCall): Answer => {
  const record = findDeployment(call)
  if (record === undefined) return restError(404, 'Not Found')
  const { body } = call
  if (String(body.description ?? '').length > LONGEST_DESCRIPTION)
    return json(422, {
      message: 'Validation Failed',
      errors: [
        {
          resource: 'DeploymentStatus',
          code: 'custom',
          field: 'description',
          message: `description is too long (maximum is ${LONGEST_DESCRIPTION} characters)`,
        },
      ],
      documentation_url: 'https://docs.github.com/rest/deployments/statuses#create-a-deployment-status',
      status: '422',
    })
  const status = addStatus(call, record, body)
  if (status.state === 'success' && body.auto_inactive !== false) inactivateOthers(call, record)
  return json(201, showStatus(call, record, status))
}

const listStatuses = (call: RestCall): Answer => {
  const record = findDeployment(call)
  if (record === undefined) return restError(404, 'Not Found')
  return page(call, record.statuses.toReversed(), (status) => showStatus(call, record, status))
}

const TEMPLATE = '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses'

export const deploymentStatusRoutes: RestRoute[] = [
  { method: 'GET', template: TEMPLATE, permission: ['deployments', 'read'], handle: listStatuses },
  // 422 for a description that is too long is measured, not described.
  {
    method: 'POST',
    template: TEMPLATE,
    permission: ['deployments', 'write'],
    undescribed: [422, 404],
    handle: createStatus,
  },
]

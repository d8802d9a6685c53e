import {
  type Account,
  type DeploymentRecord,
  type DeploymentState,
  type DeploymentStatusRecord,
  latestEnvironment,
} from '../deployment-record.ts'
import { type LocalState, nodeId } from '../local-state.ts'
import { readRef } from '../refs.ts'
import { connection, PAGE_ARGUMENTS, type PageArguments } from './connection.ts'
import { readGitObject } from './git-object-source.ts'
import { namespaceOf, refSource } from './ref-source.ts'
import type { FieldWithArguments, RepositoryScope, Source } from './source.ts'

export type DeploymentsArguments = PageArguments & {
  environments?: string[] | null
  orderBy?: { field: 'CREATED_AT'; direction: 'ASC' | 'DESC' }
}

/** GraphQL gives a bot's login without the `[bot]` that the REST API adds to it. */
const accountSource = ({ login, type }: Account): Source => ({
  __typename: type,
  id: nodeId(type, login),
  login: type === 'Bot' ? login.replace(/\[bot\]$/, '') : login,
})

const STATE: Record<DeploymentState, string> = {
  error: 'ERROR',
  failure: 'FAILURE',
  inactive: 'INACTIVE',
  in_progress: 'IN_PROGRESS',
  queued: 'QUEUED',
  pending: 'PENDING',
  success: 'ACTIVE',
}

const statusSource = (status: DeploymentStatusRecord): Source => ({
  __typename: 'DeploymentStatus',
  id: nodeId('DeploymentStatus', status.id),
  state: status.state.toUpperCase(),
  description: status.description,
  environment: status.environment,
  environmentUrl: status.environmentUrl === '' ? null : status.environmentUrl,
  logUrl: status.logUrl === '' ? null : status.logUrl,
  creator: accountSource(status.creator),
  createdAt: status.createdAt,
  updatedAt: status.createdAt,
})

const refOf = async (scope: RepositoryScope, record: DeploymentRecord): Promise<Source | null> => {
  for (const name of [`refs/heads/${record.ref}`, `refs/tags/${record.ref}`]) {
    const oid = await readRef(scope.repository, name)
    if (oid !== null) return refSource(scope, { name, oid }, namespaceOf(name))
  }
  return null
}

const deploymentSource = (scope: RepositoryScope, record: DeploymentRecord): Source => {
  const newest = record.statuses.at(-1)
  const statuses: FieldWithArguments = {
    accepts: PAGE_ARGUMENTS,
    resolve: (page: PageArguments) =>
      connection('DeploymentStatus', 'statuses', record.statuses.toReversed(), page, statusSource),
  }
  return {
    __typename: 'Deployment',
    id: nodeId('Deployment', record.id),
    databaseId: record.id,
    environment: latestEnvironment(record),
    latestEnvironment: latestEnvironment(record),
    originalEnvironment: record.environment,
    task: record.task,
    payload: JSON.stringify(record.payload),
    commitOid: record.sha,
    commit: () => readGitObject(scope, record.sha),
    ref: () => refOf(scope, record),
    description: record.description,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    state: newest === undefined ? 'PENDING' : STATE[newest.state],
    creator: accountSource(record.creator),
    latestStatus: newest === undefined ? null : statusSource(newest),
    statuses,
  }
}

/** The only nodes that are found by their id here are Deployments. */
export const deploymentWithId = (state: LocalState, id: string): Source | null => {
  for (const repository of state.repositories.values()) {
    const record = repository.deployments.find((candidate) => nodeId('Deployment', candidate.id) === id)
    if (record !== undefined) return deploymentSource({ state, repository }, record)
  }
  return null
}

/** Oldest first unless asked otherwise, as the schema's default says. */
export const deploymentsConnection = (scope: RepositoryScope, args: DeploymentsArguments): Source => {
  const { environments, orderBy } = args
  const found = scope.repository.deployments.filter(
    (record) => environments === undefined || environments === null || environments.includes(latestEnvironment(record)),
  )
  if (orderBy?.direction === 'DESC') found.reverse()
  return connection('Deployment', 'deployments', found, args, (record) => deploymentSource(scope, record))
}

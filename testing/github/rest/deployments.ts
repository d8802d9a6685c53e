import { type DeploymentRecord, latestEnvironment } from '../deployment-record.ts'
import { type Answer, json, restError } from '../exchange.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId, timestamp } from '../local-state.ts'
import { showAccount } from './account.ts'
import { page } from './page.ts'
import type { RestCall, RestRoute } from './route.ts'

export const findDeployment = ({ repository, params }: RestCall): DeploymentRecord | undefined =>
  repository.deployments.find(({ id }) => id === Number(params.deployment_id))

const showDeployment = ({ state, repository }: RestCall, record: DeploymentRecord) => {
  const url = `${apiUrl(state)}/repos/${fullName(repository)}/deployments/${record.id}`
  return {
    url,
    id: record.id,
    node_id: nodeId('Deployment', record.id),
    sha: record.sha,
    ref: record.ref,
    task: record.task,
    payload: record.payload,
    original_environment: record.environment,
    environment: latestEnvironment(record),
    description: record.description,
    creator: showAccount(state, record.creator),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: `${apiUrl(state)}/repos/${fullName(repository)}`,
    transient_environment: record.transient,
    production_environment: record.production,
  }
}

const findSha = async ({ repository }: RestCall, ref: string): Promise<string | null> => {
  for (const name of [`refs/heads/${ref}`, `refs/tags/${ref}`, ...(/^[0-9a-f]{40}$/.test(ref) ? [ref] : [])]) {
    const found = await repository.objects.info(`${name}^{commit}`)
    if (found !== null) return found.oid
  }
  return null
}

const createDeployment = async (call: RestCall): Promise<Answer> => {
  const { state, repository, token, body } = call
  const ref = String(body.ref)
  const sha = await findSha(call, ref)
  if (sha === null) return restError(422, `No ref found for: ${ref}`)
  // With auto_merge GitHub may merge the default branch into the ref and create no deployment at all.
  if (body.auto_merge !== false) {
    const problem = `POST deployments without "auto_merge": false may merge branches; the local GitHub does not do that.`
    state.violations.push(problem)
    return restError(500, problem)
  }
  const environment = typeof body.environment === 'string' ? body.environment : 'production'
  const now = timestamp(state)
  const record: DeploymentRecord = {
    id: PAST_INT32 + state.nextId(),
    sha,
    ref,
    task: typeof body.task === 'string' ? body.task : 'deploy',
    payload: body.payload ?? {},
    environment,
    description: typeof body.description === 'string' ? body.description : null,
    transient: body.transient_environment === true,
    production: (body.production_environment ?? environment === 'production') === true,
    creator: token.account,
    createdAt: now,
    updatedAt: now,
    statuses: [],
  }
  repository.deployments.push(record)
  return json(201, showDeployment(call, record))
}

/** GitHub's ids of Deployments went past 2^31 in 2025: GraphQL's `databaseId`, an Int, cannot answer them. */
const PAST_INT32 = 2 ** 31

const listDeployments = (call: RestCall): Answer => {
  const { repository, query } = call
  const asked = (name: string, value: string): boolean => [null, 'none', value].includes(query.get(name))
  const found = repository.deployments.filter(
    (record) =>
      asked('sha', record.sha) &&
      asked('ref', record.ref) &&
      asked('task', record.task) &&
      asked('environment', latestEnvironment(record)),
  )
  // Newest first is what is observed; the documentation promises no order.
  return page(call, found.reverse(), (record) => showDeployment(call, record))
}

const getDeployment = (call: RestCall): Answer => {
  const record = findDeployment(call)
  return record === undefined ? restError(404, 'Not Found') : json(200, showDeployment(call, record))
}

/** "If there is more than one deployment, you can delete only inactive ones." */
const deleteDeployment = (call: RestCall): Answer => {
  const { repository } = call
  const record = findDeployment(call)
  if (record === undefined) return restError(404, 'Not Found')
  if (repository.deployments.length > 1 && record.statuses.at(-1)?.state !== 'inactive')
    return restError(
      422,
      'We cannot delete an active deployment unless it is the only deployment in a given environment.',
    )
  repository.deployments.splice(repository.deployments.indexOf(record), 1)
  return { status: 204, headers: {}, body: '' }
}

const REPO = '/repos/{owner}/{repo}'

export const deploymentRoutes: RestRoute[] = [
  { method: 'GET', template: `${REPO}/deployments`, permission: ['deployments', 'read'], handle: listDeployments },
  { method: 'POST', template: `${REPO}/deployments`, permission: ['deployments', 'write'], handle: createDeployment },
  {
    method: 'GET',
    template: `${REPO}/deployments/{deployment_id}`,
    permission: ['deployments', 'read'],
    handle: getDeployment,
  },
  {
    method: 'DELETE',
    template: `${REPO}/deployments/{deployment_id}`,
    permission: ['deployments', 'write'],
    handle: deleteDeployment,
  },
]

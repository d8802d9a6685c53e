import { parseDocument } from 'yaml'
import { type Answer, json, restError } from '../exchange.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId, timestamp } from '../local-state.ts'
import type { WorkflowRunRecord } from '../workflow-run-record.ts'
import { showAccount } from './account.ts'
import { page } from './page.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showWorkflowRun, workflowId } from './show-workflow-run.ts'

type WorkflowFile = {
  name?: string
  'run-name'?: string
  on?: string | string[] | Record<string, { inputs?: Record<string, { required?: boolean; default?: unknown }> } | null>
}

const fileAt = async ({ repository }: RestCall, ref: string, name: string): Promise<WorkflowFile | null> => {
  const object = await repository.objects.read(`${ref}:.github/workflows/${name}`)
  if (object === null) return null
  const document = parseDocument(object.body.toString())
  // GitHub lists a file that it cannot read as well, as a workflow that nothing starts.
  return document.errors.length > 0 ? {} : ((document.toJS() ?? {}) as WorkflowFile)
}

/** Known by its file name; GitHub knows a number as well. Only those of the default branch can be dispatched. */
const findWorkflow = (call: RestCall): Promise<WorkflowFile | null> =>
  fileAt(call, call.repository.defaultBranch, call.params.workflow_id ?? '')

const getWorkflow = async (call: RestCall): Promise<Answer> => {
  const { state, repository, params } = call
  const file = await findWorkflow(call)
  if (file === null) return restError(404, 'Not Found')
  const name = params.workflow_id ?? ''
  const page = `${state.url}/${fullName(repository)}`
  return json(200, {
    id: workflowId(name),
    node_id: nodeId('Workflow', name),
    name: file.name ?? `.github/workflows/${name}`,
    path: `.github/workflows/${name}`,
    state: repository.disabledWorkflows.has(name) ? 'disabled_manually' : 'active',
    created_at: timestamp(state),
    updated_at: timestamp(state),
    url: `${apiUrl(state)}/repos/${fullName(repository)}/actions/workflows/${workflowId(name)}`,
    html_url: `${page}/blob/${repository.defaultBranch}/.github/workflows/${name}`,
    badge_url: `${page}/workflows/${name}/badge.svg`,
  })
}

const dispatch = async (call: RestCall): Promise<Answer> => {
  const { state, repository, params, body, token } = call
  const name = params.workflow_id ?? ''
  if ((await findWorkflow(call)) === null) return restError(404, 'Not Found')
  if (repository.disabledWorkflows.has(name))
    return restError(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow")
  const branch = String(body.ref).replace(/^refs\/heads\//, '')
  const commit = await repository.objects.info(`refs/heads/${branch}^{commit}`)
  if (commit === null) return restError(422, `No ref found for: ${branch}`)
  const file = await fileAt(call, commit.oid, name)
  const { on } = file ?? {}
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on ?? {})
  if (!events.includes('workflow_dispatch')) return restError(422, "Workflow does not have 'workflow_dispatch' trigger")
  const declared = typeof on === 'object' && !Array.isArray(on) ? (on.workflow_dispatch?.inputs ?? {}) : {}
  const inputs = Object.fromEntries(Object.entries(body.inputs ?? {}).map(([key, value]) => [key, String(value)]))
  const unexpected = Object.keys(inputs).filter((key) => !(key in declared))
  if (unexpected.length > 0) return restError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  const missing = Object.entries(declared).find(([key, input]) => input?.required === true && !(key in inputs))
  if (missing) return restError(422, `Required input '${missing[0]}' not provided`)
  const run: WorkflowRunRecord = {
    ...{
      id: state.nextId(),
      number: repository.workflowRuns.length + 1,
      workflow: name,
      branch,
      sha: commit.oid,
      inputs,
    },
    ...{ title: titleOf(file, name, inputs), actor: token.account, status: 'queued', conclusion: null },
    ...{ createdAt: timestamp(state), cancel: new AbortController() },
  }
  repository.workflowRuns.push(run)
  state.dispatched(repository, run)
  if (body.return_run_details !== true || !state.givesRunDetails) return { status: 204, headers: {}, body: '' }
  const { url, html_url } = showWorkflowRun(call, run)
  return json(200, { workflow_run_id: run.id, run_url: url, html_url })
}

const titleOf = (file: WorkflowFile | null, name: string, inputs: Readonly<Record<string, string>>): string =>
  (file?.['run-name'] ?? file?.name ?? name).replace(/\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g, (_, key) => inputs[key] ?? '')

const listRunsOf = async (call: RestCall): Promise<Answer> =>
  (await findWorkflow(call)) === null ? restError(404, 'Not Found') : listRuns(call)

/** Of one workflow, or of all where the path names none. */
const listRuns = (call: RestCall): Answer => {
  const { repository, params, query } = call
  const since = /^>=(.*)$/.exec(query.get('created') ?? '')?.[1]
  const found = repository.workflowRuns.filter(
    ({ workflow, createdAt, sha, event = 'workflow_dispatch' }) =>
      [undefined, workflow].includes(params.workflow_id) &&
      [null, event].includes(query.get('event')) &&
      [null, sha].includes(query.get('head_sha')) &&
      (since === undefined || Date.parse(createdAt) >= Date.parse(since)),
  )
  const shown = page(call, found.toReversed(), (run) => showWorkflowRun(call, run))
  return {
    ...shown,
    body: JSON.stringify({ total_count: found.length, workflow_runs: JSON.parse(String(shown.body)) }),
  }
}

const findRun = ({ repository, params }: RestCall): WorkflowRunRecord | undefined =>
  repository.workflowRuns.find(({ id }) => id === Number(params.run_id))

const getRun = (call: RestCall): Answer => {
  const run = findRun(call)
  return run ? json(200, showWorkflowRun(call, run)) : restError(404, 'Not Found')
}

const getReviews = (call: RestCall): Answer => {
  const run = findRun(call)
  if (!run) return restError(404, 'Not Found')
  const shown = (run.reviews ?? []).map(({ state, environment, by }) => ({
    ...{ state, comment: '', user: showAccount(call.state, by), environments: [{ name: environment }] },
  }))
  return json(200, shown)
}

const cancelRun = (call: RestCall): Answer => {
  const run = findRun(call)
  if (!run) return restError(404, 'Not Found')
  if (run.status === 'completed') return restError(409, 'Cannot cancel a workflow run that is completed.')
  if (run.status === 'queued') Object.assign(run, { status: 'completed', conclusion: 'cancelled' })
  run.cancel.abort()
  return json(202, {})
}

const WORKFLOW = '/repos/{owner}/{repo}/actions/workflows/{workflow_id}'
const RUN = '/repos/{owner}/{repo}/actions/runs/{run_id}'
const READ = ['actions', 'read'] as const
const WRITE = ['actions', 'write'] as const

export const workflowRunRoutes: RestRoute[] = [
  { method: 'GET', template: WORKFLOW, permission: READ, undescribed: [404], handle: getWorkflow },
  // What the description leaves out: a dispatch is refused like everything else.
  { method: 'POST', template: `${WORKFLOW}/dispatches`, permission: WRITE, undescribed: [404, 422], handle: dispatch },
  { method: 'GET', template: `${WORKFLOW}/runs`, permission: READ, undescribed: [404], handle: listRunsOf },
  { method: 'GET', template: '/repos/{owner}/{repo}/actions/runs', permission: READ, handle: listRuns },
  { method: 'GET', template: RUN, permission: READ, undescribed: [404], handle: getRun },
  { method: 'GET', template: `${RUN}/approvals`, permission: READ, undescribed: [404], handle: getReviews },
  { method: 'POST', template: `${RUN}/cancel`, permission: WRITE, undescribed: [404], handle: cancelRun },
]

import type { RunState, WorkflowRun, WorkflowRuns } from '../flows/workflow-runs.ts'
import { type Client, createClient, type RepositoryAddress, WRITE_ONCE } from './client.ts'

const WORKFLOW_QUERY = `
query TagbackDeployWorkflow($owner: String!, $name: String!, $file: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    object(expression: $file) { ... on Blob { text } }
  }
}`

type WorkflowAnswer = {
  repository: { defaultBranchRef: { name: string } | null; object: { text?: string | null } | null } | null
}

/** What `return_run_details` asks for; the client does not know it yet. */
type RunDetails = { workflow_run_id?: number; html_url: string }

/** Needs `actions: write`. Nothing is sent before the first call. */
export function createWorkflowRuns(address: RepositoryAddress, token: string): WorkflowRuns {
  const where = { owner: address.owner, repo: address.name }
  let created: Promise<Client> | null = null
  const client = (): Promise<Client> => {
    created ??= createClient(address, token)
    return created
  }
  return {
    read: async (workflow) => {
      const { graphql, rest } = await client()
      const { repository } = await graphql<WorkflowAnswer>(WORKFLOW_QUERY, {
        ...{ owner: address.owner, name: address.name, file: `HEAD:.github/workflows/${workflow}` },
      })
      const text = repository?.object?.text ?? null
      const branch = repository?.defaultBranchRef?.name ?? ''
      if (text === null) return { branch, text, enabled: false }
      const { data } = await rest.actions.getWorkflow({ ...where, workflow_id: workflow })
      return { branch, text, enabled: data.state === 'active' }
    },
    dispatch: async (workflow, branch, inputs) => {
      const { rest } = await client()
      const answer = await rest.actions.createWorkflowDispatch({
        ...{ ...where, workflow_id: workflow, ref: branch, inputs: { ...inputs }, return_run_details: true },
        request: { ...WRITE_ONCE },
      })
      // GitHub Enterprise Server may not know the wish, and answers 204 then.
      const details = answer.data as unknown as RunDetails | undefined
      return details?.workflow_run_id ? { id: details.workflow_run_id, url: details.html_url } : null
    },
    find: async (workflow, mark, since) => {
      const { rest } = await client()
      // Clocks differ, and the filter goes by whole seconds.
      const created = `>=${new Date(since - 60_000).toISOString().replace(/\.\d+Z$/, 'Z')}`
      const { data } = await rest.actions.listWorkflowRuns({
        ...{ ...where, workflow_id: workflow, event: 'workflow_dispatch', created, per_page: 100 },
      })
      const found = data.workflow_runs.find(({ display_title: title }) => title.includes(mark))
      return found ? { id: found.id, url: found.html_url } : null
    },
    look: async (run) => stateOf((await (await client()).rest.actions.getWorkflowRun(idOf(where, run))).data),
    cancel: async (run) => {
      const { rest } = await client()
      await rest.actions.cancelWorkflowRun({ ...idOf(where, run), request: { ...WRITE_ONCE } })
    },
  }
}

const idOf = (where: { owner: string; repo: string }, { id }: WorkflowRun) => ({ ...where, run_id: id })

function stateOf({ status, conclusion }: { status: string | null; conclusion: string | null }): RunState {
  if (status === 'completed') return { kind: 'ended', conclusion: conclusion ?? 'unknown' }
  return { kind: status === 'in_progress' ? 'running' : 'waiting' }
}

import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import type { WorkflowRunRecord } from '../workflow-run-record.ts'
import { showAccount } from './account.ts'
import type { RestCall } from './route.ts'

/** Numbers of GitHub's workflows are of no use to anybody here: any that stays the same will do. */
export const workflowId = (name: string): number =>
  [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e9

export const showWorkflowRun = ({ state, repository }: RestCall, run: WorkflowRunRecord) => {
  const api = `${apiUrl(state)}/repos/${fullName(repository)}`
  const url = `${api}/actions/runs/${run.id}`
  const about = { id: repository.id, name: repository.name, full_name: fullName(repository) }
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.workflow,
    head_branch: run.branch,
    head_sha: run.sha,
    path: `.github/workflows/${run.workflow}`,
    display_title: run.title,
    run_number: run.number,
    run_attempt: 1,
    event: run.event ?? 'workflow_dispatch',
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.workflow),
    actor: showAccount(state, run.actor),
    url,
    html_url: `${state.url}/${fullName(repository)}/actions/runs/${run.id}`,
    created_at: run.createdAt,
    run_started_at: run.startedAt ?? run.createdAt,
    updated_at: run.updatedAt ?? run.createdAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/1`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: `${api}/actions/workflows/${workflowId(run.workflow)}`,
    head_commit: null,
    pull_requests: [],
    repository: about,
    head_repository: about,
  }
}

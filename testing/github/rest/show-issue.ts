import type { CommentRecord, IssueRecord } from '../issue-record.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import { showAccount } from './account.ts'
import type { RestCall } from './route.ts'

export const showIssue = ({ state, repository }: RestCall, issue: IssueRecord) => {
  const api = `${apiUrl(state)}/repos/${fullName(repository)}`
  const url = `${api}/issues/${issue.number}`
  const assignees = issue.assignees.map((login) => showAccount(state, { login, type: 'User' }))
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${state.url}/${fullName(repository)}/issues/${issue.number}`,
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: showAccount(state, issue.user),
    labels: issue.labels.map((name) => ({
      id: 1,
      node_id: nodeId('Label', name),
      url: `${api}/labels/${encodeURIComponent(name)}`,
      name,
      color: 'ededed',
      default: false,
      description: null,
    })),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: 'NONE',
    ...(issue.pullRequest
      ? { pull_request: pullRequestLinks(api, `${state.url}/${fullName(repository)}/pull/${issue.number}`, issue) }
      : {}),
  }
}

export const showComment = ({ state, repository }: RestCall, issue: IssueRecord, comment: CommentRecord) => {
  const api = `${apiUrl(state)}/repos/${fullName(repository)}`
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${state.url}/${fullName(repository)}/issues/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${issue.number}`,
    body: comment.body,
    user: showAccount(state, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    author_association: 'NONE',
  }
}

const pullRequestLinks = (api: string, url: string, { number }: IssueRecord) => ({
  url: `${api}/pulls/${number}`,
  html_url: url,
  diff_url: `${url}.diff`,
  patch_url: `${url}.patch`,
})

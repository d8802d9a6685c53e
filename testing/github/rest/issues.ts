import { type Answer, json, restError } from '../exchange.ts'
import type { IssueRecord } from '../issue-record.ts'
import { timestamp } from '../local-state.ts'
import { allows } from '../tokens.ts'
import { page } from './page.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showComment, showIssue } from './show-issue.ts'

const findIssue = ({ repository, params }: RestCall): IssueRecord | undefined =>
  repository.issues.find(({ number }) => number === Number(params.issue_number))

const labelsOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : []).map((label: string | { name: string }) =>
    typeof label === 'string' ? label : label.name,
  )

/** What GitHub says to longer texts, which its own description of the API does not tell. */
const tooLong = (body: Record<string, unknown>): Answer | null => {
  const limits = [
    ['title', 256],
    ['body', 65_536],
  ] as const
  for (const [field, most] of limits) {
    const text = body[field]
    if (typeof text === 'string' && [...text].length > most)
      return restError(422, `Validation Failed: ${field} is too long (maximum is ${most} characters)`)
  }
  return null
}

const createIssue = (call: RestCall): Answer => {
  const { state, repository, token, body } = call
  const wrong = tooLong(body)
  if (wrong) return wrong
  const now = timestamp(state)
  const issue: IssueRecord = {
    id: state.nextId(),
    number: repository.issues.length + repository.pullRequests.length + 1,
    title: String(body.title),
    body: typeof body.body === 'string' ? body.body : null,
    // Labels of somebody without the right to push are dropped without a word.
    labels: token.kind !== 'user' || allows(token, 'contents', 'write') ? labelsOf(body.labels) : [],
    assignees: Array.isArray(body.assignees) ? body.assignees.map(String) : [],
    state: 'open',
    stateReason: null,
    user: token.account,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    comments: [],
  }
  repository.issues.push(issue)
  return json(201, showIssue(call, issue))
}

const changeState = (issue: IssueRecord, body: Record<string, unknown>, now: string): void => {
  if (body.state === 'closed' && issue.state === 'open') {
    issue.closedAt = now
    issue.stateReason = 'completed'
  }
  if (body.state === 'open' && issue.state === 'closed') {
    issue.closedAt = null
    issue.stateReason = 'reopened'
  }
  if (body.state !== undefined) issue.state = body.state as IssueRecord['state']
  if (body.state_reason !== undefined) issue.stateReason = body.state_reason as IssueRecord['stateReason']
}

const updateIssue = (call: RestCall): Answer => {
  const { body } = call
  const issue = findIssue(call)
  if (issue === undefined) return restError(404, 'Not Found')
  issue.updatedAt = timestamp(call.state)
  if (body.title !== undefined) issue.title = String(body.title)
  if (body.body !== undefined) issue.body = body.body as string | null
  if (body.labels !== undefined) issue.labels = labelsOf(body.labels)
  if (Array.isArray(body.assignees)) issue.assignees = body.assignees.map(String)
  changeState(issue, body, issue.updatedAt)
  return json(200, showIssue(call, issue))
}

const listIssues = (call: RestCall): Answer => {
  const { repository, query } = call
  const state = query.get('state') ?? 'open'
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '')
  const creator = query.get('creator')
  const found = repository.issues.filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((label) => issue.labels.includes(label)) &&
      (creator === null || issue.user.login === creator),
  )
  return page(call, query.get('direction') === 'asc' ? found : found.reverse(), (issue) => showIssue(call, issue))
}

const getIssue = (call: RestCall): Answer => {
  const issue = findIssue(call)
  return issue === undefined ? restError(404, 'Not Found') : json(200, showIssue(call, issue))
}

const createComment = (call: RestCall): Answer => {
  const issue = findIssue(call)
  if (issue === undefined) return restError(404, 'Not Found')
  const wrong = tooLong(call.body)
  if (wrong) return wrong
  const { state, token, body } = call
  const comment = { id: state.nextId(), body: String(body.body), user: token.account, createdAt: timestamp(state) }
  issue.comments.push(comment)
  issue.updatedAt = comment.createdAt
  return json(201, showComment(call, issue, comment))
}

const listComments = (call: RestCall): Answer => {
  const issue = findIssue(call)
  if (issue === undefined) return restError(404, 'Not Found')
  return page(call, issue.comments, (comment) => showComment(call, issue, comment))
}

const LIST = '/repos/{owner}/{repo}/issues'
const ONE = `${LIST}/{issue_number}`
const READ = ['issues', 'read'] as const
const WRITE = ['issues', 'write'] as const

export const issueRoutes: RestRoute[] = [
  { method: 'GET', template: LIST, permission: READ, handle: listIssues },
  { method: 'POST', template: LIST, permission: WRITE, handle: createIssue },
  { method: 'GET', template: ONE, permission: READ, handle: getIssue },
  { method: 'PATCH', template: ONE, permission: WRITE, handle: updateIssue },
  { method: 'GET', template: `${ONE}/comments`, permission: READ, handle: listComments },
  { method: 'POST', template: `${ONE}/comments`, permission: WRITE, undescribed: [404], handle: createComment },
]

import { type Answer, json, restError } from '../exchange.ts'
import { timestamp } from '../local-state.ts'
import type { PullRequestRecord } from '../pull-request-record.ts'
import { readRef } from '../refs.ts'
import { isAncestor } from '../update-refs.ts'
import { page } from './page.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showPullRequest, showWholePullRequest } from './show-pull-request.ts'

const branch = ({ repository }: RestCall, name: string) => readRef(repository, `refs/heads/${name}`)

const refuse = (problem: string): Answer => restError(422, `Validation Failed: ${problem}`)

const createPullRequest = async (call: RestCall): Promise<Answer> => {
  const { state, repository, token, body } = call
  // The setting "Allow GitHub Actions to create and approve pull requests", which a new repository has off.
  if (token.kind === 'actions' && !repository.actionsOpenPullRequests)
    return restError(403, 'GitHub Actions is not permitted to create or approve pull requests.')
  const [head, base] = [String(body.head), String(body.base)]
  const [from, onto] = [await branch(call, head), await branch(call, base)]
  if (from === null || onto === null) return refuse(`${from === null ? 'head' : 'base'} is invalid`)
  if (repository.pullRequests.some((pull) => pull.state === 'open' && pull.head === head && pull.base === base))
    return refuse(`A pull request already exists for ${repository.owner}:${head}.`)
  if (await isAncestor(repository, from, onto)) return refuse(`No commits between ${base} and ${head}`)
  const now = timestamp(state)
  const pull: PullRequestRecord = {
    ...{ id: state.nextId(), number: repository.issues.length + repository.pullRequests.length + 1 },
    ...{ title: String(body.title), body: typeof body.body === 'string' ? body.body : null },
    ...{ head, base, headSha: from, state: 'open', user: token.account },
    ...{ createdAt: now, updatedAt: now, closedAt: null, mergedAt: null },
  }
  repository.pullRequests.push(pull)
  return json(201, showWholePullRequest(call, pull))
}

const listPullRequests = async (call: RestCall): Promise<Answer> => {
  const { repository, query } = call
  const [state, head, base] = [query.get('state') ?? 'open', query.get('head'), query.get('base')]
  for (const pull of repository.pullRequests) {
    if (pull.state === 'open') pull.headSha = (await branch(call, pull.head)) ?? pull.headSha
  }
  const found = repository.pullRequests.filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      (head === null || head === `${repository.owner}:${pull.head}`) &&
      (base === null || base === pull.base),
  )
  return page(call, query.get('direction') === 'asc' ? found : found.reverse(), (pull) => showPullRequest(call, pull))
}

const LIST = '/repos/{owner}/{repo}/pulls'

export const pullRequestRoutes: RestRoute[] = [
  { method: 'GET', template: LIST, permission: ['pull-requests', 'read'], handle: listPullRequests },
  { method: 'POST', template: LIST, permission: ['pull-requests', 'write'], handle: createPullRequest },
]

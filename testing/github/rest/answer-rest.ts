import { type Answer, json, type Request, restError } from '../exchange.ts'
import { findRepository, type LocalState } from '../local-state.ts'
import { loadOpenApi } from '../openapi-validation.ts'
import type { RateLimit } from '../rate-limit.ts'
import { allows, type Token } from '../tokens.ts'
import { compareRoutes } from './compare.ts'
import { contentRoutes } from './contents.ts'
import { deploymentStatusRoutes } from './deployment-statuses.ts'
import { deploymentRoutes } from './deployments.ts'
import { gitObjectRoutes } from './git-objects.ts'
import { gitRefRoutes } from './git-refs.ts'
import { gitWriteRoutes } from './git-writes.ts'
import { issueRoutes } from './issues.ts'
import { pullRequestRoutes } from './pull-requests.ts'
import { type RestCall, type RestRoute, routePattern } from './route.ts'
import { workflowRunRoutes } from './workflow-runs.ts'

const getRateLimit = ({ rateLimit }: RestCall): Answer =>
  json(200, {
    resources: { core: rateLimit, search: rateLimit, graphql: rateLimit },
    rate: rateLimit,
  })

const RATE_LIMIT: RestRoute = {
  method: 'GET',
  template: '/rate_limit',
  permission: ['metadata', 'read'],
  handle: getRateLimit,
}

const ROUTES = [
  RATE_LIMIT,
  ...gitRefRoutes,
  ...gitObjectRoutes,
  ...gitWriteRoutes,
  ...contentRoutes,
  ...compareRoutes,
  ...deploymentRoutes,
  ...deploymentStatusRoutes,
  ...issueRoutes,
  ...pullRequestRoutes,
  ...workflowRunRoutes,
].map((route) => ({ route, pattern: routePattern(route.template) }))

export type MatchedRoute = { route: RestRoute; params: Record<string, string> }

/** `path` without `/api/v3`. */
export const matchRestRoute = (method: string, path: string): MatchedRoute | null => {
  for (const { route, pattern } of ROUTES) {
    const groups = route.method === method ? pattern.exec(path)?.groups : undefined
    if (groups === undefined && !(route.method === method && pattern.test(path))) continue
    const params = Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    return { route, params: Object.fromEntries(params) }
  }
  return null
}

const parseBody = (request: Request): { ok: true; value: unknown } | { ok: false } => {
  if (request.body.length === 0) return { ok: true, value: undefined }
  try {
    return { ok: true, value: JSON.parse(request.body.toString()) }
  } catch {
    return { ok: false }
  }
}

const violated = (state: LocalState, route: RestRoute, problems: readonly string[]): string => {
  const text = `${route.method} ${route.template}: ${problems.join('; ')}`
  state.violations.push(text)
  return text
}

/** Answers a request of a token that is good, and holds request and answer against GitHub's own description. */
export const answerRest = async (
  state: LocalState,
  request: Request,
  { route, params }: MatchedRoute,
  token: Token,
  rateLimit: RateLimit,
): Promise<Answer> => {
  const [permission, level] = route.permission
  const repository = findRepository(state, params.owner ?? '', params.repo ?? '')
  if (repository === undefined && params.repo !== undefined) return restError(404, 'Not Found')
  if (!allows(token, permission, level))
    return restError(403, 'Resource not accessible by integration', {
      'x-accepted-github-permissions': `${permission}=${level}`,
    })
  const body = parseBody(request)
  if (!body.ok) return restError(400, 'Problems parsing JSON')
  const openApi = loadOpenApi()
  const wrong = openApi.requestProblems(route, request.query, body.value)
  if (wrong.length > 0) return restError(422, `Invalid request.\n\n${violated(state, route, wrong)}`)
  const given = typeof body.value === 'object' && body.value !== null ? (body.value as Record<string, unknown>) : {}
  const call = { state, token, params, query: request.query, body: given, request, rateLimit }
  // Routes without {repo} have no use for a repository.
  const answer = await route.handle({ ...call, repository: repository as NonNullable<typeof repository> })
  if (route.undescribed?.includes(answer.status)) return answer
  const text = String(answer.body)
  const bad = openApi.responseProblems(route, answer.status, text === '' ? undefined : JSON.parse(text))
  return bad.length > 0 ? restError(500, violated(state, route, bad)) : answer
}

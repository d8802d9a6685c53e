import { type Answer, json, type Request, restError } from './exchange.ts'
import type { FaultTarget } from './faults.ts'
import { answerGit, matchGitRoute } from './git-http.ts'
import { answerGraphql, readQuestion } from './graphql/answer-graphql.ts'
import type { LocalState } from './local-state.ts'
import type { RateLimit, RateLimits } from './rate-limit.ts'
import { answerRest, matchRestRoute } from './rest/answer-rest.ts'
import { authenticate } from './tokens.ts'

export type Routed = { target: FaultTarget; answer(): Promise<Answer> }

const withRateLimit = (answer: Answer, { limit, remaining, used, reset }: RateLimit): Answer => ({
  ...answer,
  headers: {
    ...answer.headers,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
  },
})

/** Says what a request is before anything is done about it, so that faults can be chosen by it. */
export const routeRequest = (state: LocalState, limits: RateLimits, request: Request): Routed => {
  const identity = authenticate(request.headers.authorization, state.tokens, state.now())
  const known = {
    method: request.method,
    path: request.path,
    operation: null,
    tokenLogin: identity.kind === 'token' ? identity.token.account.login : null,
    body: request.body.toString(),
  }

  const path = request.path.replace(/^\/api\/v3(?=\/)/, '')
  const isGraphql = path === '/graphql' || request.path === '/api/graphql'
  const rest = isGraphql ? null : matchRestRoute(request.method, path)
  const gitRoute = isGraphql || rest !== null ? null : matchGitRoute(request.path)
  if (gitRoute !== null) {
    const target = { ...known, kind: 'git', route: gitRoute.service } as const
    return { target, answer: () => answerGit(state, request, gitRoute) }
  }

  const answerApi = async (): Promise<Answer> => {
    if (!isGraphql && rest === null) {
      const problem = `The local GitHub has no route for ${request.method} ${request.path}.`
      state.violations.push(problem)
      return json(501, { message: problem })
    }
    if (identity.kind === 'bad') return restError(401, 'Bad credentials')
    if (identity.kind === 'none')
      return restError(isGraphql ? 401 : 404, isGraphql ? 'Requires authentication' : 'Not Found')
    const { token } = identity
    const before = limits.of(token.value)
    const answer =
      rest === null
        ? await answerGraphql(state, request, token, before)
        : await answerRest(state, request, rest, token, before)
    // "Making a conditional request does not count against your primary rate limit if a 304 response is returned."
    return withRateLimit(answer, answer.status === 304 ? limits.of(token.value) : limits.spend(token.value))
  }
  const target: FaultTarget = isGraphql
    ? { ...known, kind: 'graphql', route: 'graphql', operation: readQuestion(request.body)?.operation ?? null }
    : { ...known, kind: 'rest', route: rest?.route.template ?? 'unknown' }
  return { target, answer: answerApi }
}

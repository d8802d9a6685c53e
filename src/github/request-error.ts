import { messageOf } from '../message-of.ts'

/** HTTP status of a failed octokit request, `undefined` when there was no answer or it is another error. */
export const statusOf = (error: unknown): number | undefined =>
  hasResponse(error) && typeof error.status === 'number' ? error.status : undefined

/** Outages and rate limits pass: such an answer refuses nothing. */
export const isPassing = (status: number): boolean => status >= 500 || status === 429

/** Types of GraphQL errors. Both are seen. */
const RATE_LIMITS = ['RATE_LIMITED', 'RATE_LIMIT']

/**
 * GitHub answers 403 to a rate limit as well as to missing rights; what it says beside that tells which. A secondary one may
 * name it in its message alone (docs: "exceeding the rate limit").
 */
export const isRateLimit = (error: unknown): boolean =>
  graphqlErrorsOf(error).some(({ type }) => RATE_LIMITS.includes(type)) ||
  statusOf(error) === 429 ||
  (statusOf(error) === 403 &&
    (secondsToWait(error) !== null ||
      headerOf(error, 'x-ratelimit-remaining') === '0' ||
      /\brate limit\b/i.test(messageOf(error))))

/** What a rate limit asks for; `null` for any other error, and where it names no time. */
export function secondsToWait(error: unknown): number | null {
  const told = [403, 429].includes(statusOf(error) ?? 0) ? headerOf(error, 'retry-after') : undefined
  return told !== undefined && /^\d+$/.test(told) ? Number(told) : null
}

/** octokit reports a lost connection as status 500 without a response. */
export const wasAnswered = (error: unknown): boolean => hasResponse(error) && error.response !== undefined

/** GraphQL answers HTTP 200 with a list of errors; octokit keeps them here. */
export const graphqlErrorsOf = (error: unknown): { type: string; message: string }[] =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors)
    ? error.errors.map(({ type, message }) => ({ type: String(type ?? ''), message: String(message ?? '') }))
    : []

const headerOf = (error: unknown, name: string): string | undefined => {
  const response = hasResponse(error)
    ? (error.response as { headers?: Record<string, unknown> } | undefined)
    : undefined
  const value = response?.headers?.[name]
  return value === undefined ? undefined : String(value)
}

const hasResponse = (error: unknown): error is Error & { status?: unknown; response?: unknown } =>
  error instanceof Error && 'status' in error

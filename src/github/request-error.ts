/** HTTP status of a failed octokit request, `undefined` when there was no answer or it is another error. */
export const statusOf = (error: unknown): number | undefined =>
  hasResponse(error) && typeof error.status === 'number' ? error.status : undefined

/** Outages and rate limits pass: such an answer refuses nothing. */
export const isPassing = (status: number): boolean => status >= 500 || status === 429

/** octokit reports a lost connection as status 500 without a response. */
export const wasAnswered = (error: unknown): boolean => hasResponse(error) && error.response !== undefined

/** GraphQL answers HTTP 200 with a list of errors; octokit keeps them here. */
export const graphqlErrorsOf = (error: unknown): { type: string; message: string }[] =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors)
    ? error.errors.map(({ type, message }) => ({ type: String(type ?? ''), message: String(message ?? '') }))
    : []

const hasResponse = (error: unknown): error is Error & { status?: unknown; response?: unknown } =>
  error instanceof Error && 'status' in error

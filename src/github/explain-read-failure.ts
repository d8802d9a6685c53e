import { messageOf } from '../message-of.ts'
import { graphqlErrorsOf, isRateLimit, statusOf, wasAnswered } from './request-error.ts'

/**
 * One sentence on why GitHub could not be read, and what to do about it.
 *
 * @param access what the run needs: `read` for one that changes nothing
 */
export function explainReadFailure(error: unknown, access: 'read' | 'write' = 'write'): string {
  const errors = graphqlErrorsOf(error)
  const said = [...new Set(errors.map(({ message }) => message))].join('; ') || messageOf(error)
  const failed = 'GitHub could not be asked what moved'
  if (isRateLimit(error)) return `${failed} (${said}): the rate limit of the token is used up. Run the job again later`
  if (errors.some(({ type }) => type === 'FORBIDDEN') || statusOf(error) === 403) {
    return `${failed} (${said}): give the job contents: ${access} and deployments: ${access}`
  }
  if (errors.some(({ type }) => type === 'NOT_FOUND')) {
    return `${failed} (${said}): give the job contents: ${access}, and a token of this very repository`
  }
  if (statusOf(error) === 401) return `${failed} (${said}): the token is not valid, or not any more`
  if (errors.length === 0 && !wasAnswered(error)) {
    return `${failed}: it did not answer (${said}). Run the job again`
  }
  return `${failed} (${said}). Run the job again`
}

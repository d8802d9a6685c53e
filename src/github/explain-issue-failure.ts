import { messageOf } from '../message-of.ts'
import { graphqlErrorsOf, isRateLimit, statusOf, wasAnswered } from './request-error.ts'

/** One sentence on why issues could not be read or written, and what to do about it. */
export function explainIssueFailure(error: unknown): string {
  const [first] = graphqlErrorsOf(error)
  const said = first?.message ?? messageOf(error)
  const status = statusOf(error)
  if (isRateLimit(error)) return `the rate limit of the token is used up (${said})`
  if (status === 410) return `issues are disabled in this repository (${said}): enable them, or set on-rollback: none`
  if (status === 403 || status === 404) {
    return `GitHub refused it (${said}): give the job issues: write, or set on-rollback: none`
  }
  if (status !== undefined && !wasAnswered(error)) return `GitHub did not answer (${said})`
  return said
}

import { messageOf } from '../message-of.ts'
import { graphqlErrorsOf, isRateLimit, statusOf, wasAnswered } from './request-error.ts'

/** What was being done. Before `open` the branch has its commit. */
export type LogStep = 'read' | 'commit' | 'open'

const NEEDED: Readonly<Record<LogStep, string>> = {
  read: 'contents: write and pull-requests: write',
  commit: 'contents: write',
  open: 'pull-requests: write',
}

/** What GitHub says to GITHUB_TOKEN where the setting is off, whatever the permissions. */
const NOT_PERMITTED = /not permitted to create or approve pull requests/i

/** One sentence on why the rollback log could not be proposed, what has been written, and what to do about it. */
export function explainLogFailure(error: unknown, step: LogStep, branch: string): string {
  const errors = graphqlErrorsOf(error)
  const said = errors[0]?.message ?? messageOf(error)
  const status = statusOf(error)
  // Not from GitHub: what was read is not what was expected.
  if (status === undefined && errors.length === 0) return said
  const state = {
    read: `Branch ${branch} and its pull requests could not be read`,
    commit: `The rollback log was not committed, branch ${branch} is as it was`,
    open: `Branch ${branch} has the rollback log, but no pull request was opened`,
  }[step]
  if (NOT_PERMITTED.test(said)) {
    return `${state}: GitHub refused it (${said}) Set "Allow GitHub Actions to create and approve pull requests" in the repository's Settings > Actions > General, or give the token of an App, then run the job again`
  }
  if (isRateLimit(error)) return `${state}: the rate limit of the token is used up (${said}). Run the job again later`
  if (status === 403 || status === 404 || errors.some(({ type }) => type === 'FORBIDDEN')) {
    return `${state}: GitHub refused it (${said}): give the job ${NEEDED[step]}`
  }
  if (status !== undefined && !wasAnswered(error)) return `${state}: GitHub did not answer (${said}). Run the job again`
  return `${state}: ${said}`
}

import type { LogBranch } from '../flows/history/log-branch-ports.ts'
import type { RollbackStory } from '../ledger/rollback-story.ts'
import { decideLogProposal, type LogProposal } from '../report/decide-log-proposal.ts'
import { LOG_PULL_REQUEST_TITLE, logCommitMessage, logPullRequestBody } from '../report/log-pull-request.ts'

/** Once, and once more when somebody was faster. */
const LOOKS = 2

export type LogProposed = {
  /** Rollbacks that were committed, and those whose end was. */
  added: number
  finished: number
  outcome: LogProposal['pullRequest']
  /** Of the pull request; `null` when there is none. */
  url: string | null
}

/**
 * Commits the rollbacks that the default branch does not have, or not with their end, to a branch, and proposes them by one pull request. Doing it
 * again does nothing new.
 *
 * @param file the log, from the root of the repository
 * @throws with why it could not be done, and how far it was
 */
export async function proposeLog(
  branch: LogBranch,
  stories: readonly RollbackStory[],
  { name, file, runUrl }: { name: string; file: string; runUrl: string },
): Promise<LogProposed> {
  let [added, finished, said] = [0, 0, '']
  for (let look = 0; look < LOOKS; look++) {
    const places = await branch.read()
    const { commit, pullRequest: outcome } = decideLogProposal(places, stories)
    if (commit !== null) {
      const written = await branch.commit(commit, logCommitMessage(commit))
      said = written.kind === 'unclear' ? written.said : said
      if (written.kind === 'unclear') continue
      added += commit.added
      finished += commit.finished
    }
    if (outcome !== 'open') return { added, finished, outcome, url: places.pullRequest?.url ?? null }
    const opened = await branch.open(places.defaultBranch, LOG_PULL_REQUEST_TITLE, logPullRequestBody(file, runUrl))
    if (opened.kind === 'done') return { added, finished, outcome, url: opened.url }
    said = opened.said
  }
  const state =
    added + finished > 0 ? `has ${countOf(added + finished)} more, but no pull request` : 'was not brought up to date'
  throw new Error(`Branch ${name} ${state}: GitHub twice did not take it (${said}). Run the job again`)
}

/** One line for the log of the run. */
export function sayProposed(
  { added, finished, outcome, url }: LogProposed,
  { name, file }: { name: string; file: string },
): string {
  const parts = [...(added > 0 ? [countOf(added)] : []), ...(finished > 0 ? [`the end of ${countOf(finished)}`] : [])]
  const committed = parts.length === 0 ? 'nothing new to commit' : `${parts.join(' and ')} committed to ${name}`
  const proposed = {
    open: `pull request opened: ${url}`,
    leave: `pull request is open: ${url}`,
    declined: `${url} was closed without merging, nothing is new since`,
    none: 'nothing to propose',
  }[outcome]
  return `${file}: ${committed}, ${proposed}`
}

const countOf = (rollbacks: number): string => (rollbacks === 1 ? '1 rollback' : `${rollbacks} rollbacks`)

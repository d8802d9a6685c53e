import type { LogCommit, LogPlaces } from '../flows/history/log-branch-ports.ts'
import type { RollbackStory } from '../ledger/rollback-story.ts'
import { lackingIn, updateRollbackLog } from './rollback-log.ts'

export type LogProposal = {
  /** `null` when the branch has every rollback already, and how it ended, or the default branch has. */
  commit: LogCommit | null
  /** `declined`: somebody closed the pull request, and there is nothing new since. */
  pullRequest: 'open' | 'leave' | 'declined' | 'none'
}

/**
 * What is to be done so that the rollbacks that the default branch does not have yet, or not with their end, are proposed by one
 * pull request.
 *
 * A branch whose pull request was merged goes on from the default branch, by a commit that has both as parents: after a
 * squash, the same lines would be in conflict with themselves. Any other branch goes on from what it has, edits of people
 * included.
 */
export function decideLogProposal(places: LogPlaces, stories: readonly RollbackStory[]): LogProposal {
  const { defaultTip, branchTip, pullRequest } = places
  const kept = pullRequest?.state === 'open' ? 'leave' : 'none'
  const { missing, unfinished } = lackingIn(defaultTip.log ?? '', stories)
  if (missing.length + unfinished.length === 0) return { commit: null, pullRequest: kept }

  const atTip = pullRequest !== null && pullRequest.head === branchTip?.commit
  const spent = atTip && pullRequest.state === 'merged'
  const base = branchTip === null || spent ? defaultTip : branchTip
  // What the default branch has already, a branch from before would add a second time.
  const updated = updateRollbackLog(base.log ?? '', [...missing, ...unfinished], (story) => missing.includes(story))
  const { text, added, finished } = updated
  const declined = atTip && pullRequest.state === 'closed'
  if (added === 0 && (finished === 0 || declined)) {
    const has = missing.length > 0 || lackingIn(base.log ?? '', unfinished).missing.length < unfinished.length
    const proposed = has ? (declined ? 'declined' : 'open') : 'none'
    return { commit: null, pullRequest: kept === 'leave' ? kept : proposed }
  }
  const parents = branchTip !== null && spent ? [branchTip.commit, defaultTip.commit] : [base.commit]
  return {
    commit: { parents, tree: base.tree, text, added, finished, create: branchTip === null },
    pullRequest: kept === 'leave' ? kept : 'open',
  }
}

import type { LogCommit, LogPlaces } from '../flows/history/log-branch-ports.ts'
import type { RollbackStory } from '../ledger/rollback-story.ts'
import { addToRollbackLog, lackingIn } from './rollback-log.ts'

export type LogProposal = {
  /** `null` when the branch has every rollback already, or the default branch has. */
  commit: LogCommit | null
  /** `declined`: somebody closed the pull request, and there is nothing new since. */
  pullRequest: 'open' | 'leave' | 'declined' | 'none'
}

/**
 * What is to be done so that the rollbacks that the default branch does not have yet are proposed by one pull request.
 *
 * A branch whose pull request was merged goes on from the default branch, by a commit that has both as parents: after a
 * squash, the same lines would be in conflict with themselves. Any other branch goes on from what it has, edits of people
 * included.
 */
export function decideLogProposal(places: LogPlaces, stories: readonly RollbackStory[]): LogProposal {
  const { defaultTip, branchTip, pullRequest } = places
  const kept = pullRequest?.state === 'open' ? 'leave' : 'none'
  const news = lackingIn(defaultTip.log ?? '', stories)
  if (news.length === 0) return { commit: null, pullRequest: kept }

  const atTip = pullRequest !== null && pullRequest.head === branchTip?.commit
  const spent = atTip && pullRequest.state === 'merged'
  const base = branchTip === null || spent ? defaultTip : branchTip
  const { text, added } = addToRollbackLog(base.log ?? '', news)
  if (added === 0) {
    const declined = atTip && pullRequest.state === 'closed'
    return { commit: null, pullRequest: kept === 'leave' ? kept : declined ? 'declined' : 'open' }
  }
  const parents = branchTip !== null && spent ? [branchTip.commit, defaultTip.commit] : [base.commit]
  return {
    commit: { parents, tree: base.tree, text, added, create: branchTip === null },
    pullRequest: kept === 'leave' ? kept : 'open',
  }
}

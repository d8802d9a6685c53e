import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import type { PullRequestRecord } from '../pull-request-record.ts'
import { showAccount } from './account.ts'
import type { RestCall } from './route.ts'

/** As lists show it. */
export const showPullRequest = ({ state, repository }: RestCall, pull: PullRequestRecord) => {
  const api = `${apiUrl(state)}/repos/${fullName(repository)}`
  const [url, issueUrl] = [`${api}/pulls/${pull.number}`, `${api}/issues/${pull.number}`]
  const htmlUrl = `${state.url}/${fullName(repository)}/pull/${pull.number}`
  const statusesUrl = `${api}/statuses/${pull.headSha}`
  const side = (ref: string, sha: string) => ({
    ...{ label: `${repository.owner}:${ref}`, ref, sha, repo: { full_name: fullName(repository) } },
    user: showAccount(state, { login: repository.owner, type: 'User' }),
  })
  return {
    ...{ url, id: pull.id, node_id: nodeId('PullRequest', pull.id), number: pull.number, state: pull.state },
    ...{ html_url: htmlUrl, diff_url: `${htmlUrl}.diff`, patch_url: `${htmlUrl}.patch`, issue_url: issueUrl },
    ...{ comments_url: `${issueUrl}/comments`, commits_url: `${url}/commits`, statuses_url: statusesUrl },
    ...{ review_comments_url: `${url}/comments`, review_comment_url: `${api}/pulls/comments{/number}` },
    ...{ title: pull.title, body: pull.body, user: showAccount(state, pull.user), labels: [], locked: false },
    ...{ created_at: pull.createdAt, updated_at: pull.updatedAt, closed_at: pull.closedAt, merged_at: pull.mergedAt },
    ...{ head: side(pull.head, pull.headSha), base: side(pull.base, pull.headSha) },
    ...{ assignee: null, milestone: null, merge_commit_sha: null, author_association: 'NONE', auto_merge: null },
    _links: {
      ...{ self: { href: url }, html: { href: htmlUrl }, issue: { href: issueUrl }, statuses: { href: statusesUrl } },
      ...{ comments: { href: `${issueUrl}/comments` }, commits: { href: `${url}/commits` } },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
    },
  }
}

/** What only the answer for one has. */
export const showWholePullRequest = (call: RestCall, pull: PullRequestRecord) => ({
  ...showPullRequest(call, pull),
  ...{ additions: 1, deletions: 0, changed_files: 1, commits: 1, comments: 0, review_comments: 0 },
  ...{ mergeable: null, mergeable_state: 'unknown', merged: pull.mergedAt !== null, merged_by: null },
  maintainer_can_modify: false,
})

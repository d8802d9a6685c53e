import { type Person, parseCommit, utcTime } from '../git-objects.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import type { RestCall } from './route.ts'

export const showPerson = ({ name, email, seconds }: Person) => ({ name, email, date: utcTime(seconds) })

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }

const readCommit = async ({ repository }: RestCall, sha: string) => {
  const object = await repository.objects.read(sha)
  return object?.type === 'commit' ? { sha: object.oid, ...parseCommit(object.body) } : null
}

/** A commit as `git/commits` shows it; `null` when the id is not that of a commit. */
export const showGitCommit = async (call: RestCall, sha: string) => {
  const commit = await readCommit(call, sha)
  if (commit === null) return null
  const api = `${apiUrl(call.state)}/repos/${fullName(call.repository)}/git`
  const web = `${call.state.url}/${fullName(call.repository)}/commit`
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${web}/${commit.sha}`,
    author: showPerson(commit.author),
    committer: showPerson(commit.committer),
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${web}/${parent}`,
    })),
    verification: UNSIGNED,
  }
}

/** A commit as lists and comparisons show it. */
export const showListedCommit = async (call: RestCall, sha: string) => {
  const inner = await showGitCommit(call, sha)
  if (inner === null) throw new Error(`${sha} is not a commit of ${fullName(call.repository)}.`)
  const { parents, message, tree, author, committer, verification, html_url, node_id, url } = inner
  const listed = url.replace('/git/commits/', '/commits/')
  return {
    sha: inner.sha,
    node_id,
    commit: { author, committer, message, tree, url, comment_count: 0, verification },
    url: listed,
    html_url,
    comments_url: `${listed}/comments`,
    author: null,
    committer: null,
    parents: parents.map((parent) => ({ ...parent, url: parent.url.replace('/git/commits/', '/commits/') })),
  }
}

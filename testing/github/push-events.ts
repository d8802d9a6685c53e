import { type Commit, parseCommit, utcTime } from './git-objects.ts'
import { fullName, type LocalRepository } from './local-repository.ts'
import { apiUrl, type LocalState } from './local-state.ts'
import { peelToCommit, readRef, ZERO } from './refs.ts'
import type { Token } from './tokens.ts'
import { isAncestor } from './update-refs.ts'

/** Values of the ref itself, tag objects where the tag is annotated; 40 zeros for none. */
export type RefChange = { ref: string; before: string; after: string }

type Author = { name: string; email: string }

type HeadCommit = {
  id: string
  tree_id: string
  message: string
  timestamp: string
  url: string
  author: Author
  committer: Author
}

export type PushPayload = {
  ref: string
  before: string
  after: string
  created: boolean
  deleted: boolean
  forced: boolean
  base_ref: string | null
  compare: string
  commits: never[]
  head_commit: HeadCommit | null
  repository: ReturnType<typeof repositoryPayload>
  pusher: { name: string; email: string | null }
  sender: { login: string; id: number; type: 'Bot' | 'User' }
}

export type GitHubEvent =
  | { name: 'push'; payload: PushPayload }
  | {
      name: 'delete'
      payload: Pick<PushPayload, 'repository' | 'sender'> & { ref: string; ref_type: 'tag' | 'branch' }
    }

const repositoryPayload = (state: LocalState, repository: LocalRepository) => ({
  id: repository.id,
  node_id: repository.nodeId,
  name: repository.name,
  full_name: fullName(repository),
  private: repository.visibility === 'private',
  owner: { login: repository.owner, name: repository.owner },
  default_branch: repository.defaultBranch,
  html_url: `${state.url}/${fullName(repository)}`,
  url: `${apiUrl(state)}/repos/${fullName(repository)}`,
  clone_url: `${state.url}/${fullName(repository)}.git`,
})

const headCommit = (state: LocalState, repository: LocalRepository, oid: string, commit: Commit): HeadCommit => ({
  id: oid,
  tree_id: commit.tree,
  message: commit.message,
  timestamp: utcTime(commit.committer.seconds),
  url: `${state.url}/${fullName(repository)}/commit/${oid}`,
  author: { name: commit.author.name, email: commit.author.email },
  committer: { name: commit.committer.name, email: commit.committer.email },
})

const pushPayload = async (
  state: LocalState,
  repository: LocalRepository,
  token: Token,
  { ref, before, after }: RefChange,
): Promise<PushPayload> => {
  const created = before === ZERO
  const deleted = after === ZERO
  const oid = deleted ? null : await peelToCommit(repository, after)
  const object = oid === null ? null : await repository.objects.read(oid)
  const tip = await readRef(repository, `refs/heads/${repository.defaultBranch}`)
  const { login, type } = token.account
  return {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !(await isAncestor(repository, before, after)),
    base_ref:
      ref.startsWith('refs/tags/') && oid !== null && oid === tip ? `refs/heads/${repository.defaultBranch}` : null,
    compare: `${state.url}/${fullName(repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: [],
    head_commit: object === null ? null : headCommit(state, repository, object.oid, parseCommit(object.body)),
    repository: repositoryPayload(state, repository),
    pusher: { name: login, email: null },
    sender: { login, id: 1, type },
  }
}

/**
 * The events that GitHub makes of one push: none for moves by GITHUB_TOKEN, and none for tags when there are more than
 * three of them in the push.
 */
export const eventsOf = async (
  state: LocalState,
  repository: LocalRepository,
  token: Token,
  changes: readonly RefChange[],
): Promise<GitHubEvent[]> => {
  if (token.kind === 'actions') return []
  const tags = changes.filter(({ ref }) => ref.startsWith('refs/tags/'))
  const told = changes.filter(({ ref }) => tags.length <= 3 || !ref.startsWith('refs/tags/'))
  const events: GitHubEvent[] = []
  for (const change of told) {
    const payload = await pushPayload(state, repository, token, change)
    events.push({ name: 'push', payload })
    if (!payload.deleted) continue
    const [, kind, ...rest] = change.ref.split('/')
    const { repository: about, sender } = payload
    events.push({
      name: 'delete',
      payload: { ref: rest.join('/'), ref_type: kind === 'tags' ? 'tag' : 'branch', repository: about, sender },
    })
  }
  return events
}

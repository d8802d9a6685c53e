import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import { createEdgit, type Edgit } from '../../../testing/github/edgit-tags.ts'
import type { LocalGitHub, RepositoryHandle } from '../../../testing/github/local-github.ts'
import type { GitHubEvent, PushPayload } from '../../../testing/github/push-events.ts'
import { git, tryGit } from '../../../testing/github/run-git.ts'
import { startLocalGitHub } from '../../../testing/github/start-local-github.ts'
import type { Permissions, TokenKind } from '../../../testing/github/tokens.ts'

export const COMPONENT = 'components/prompts/extraction'
export const PRODUCTION = `refs/tags/${COMPONENT}/production`
const ALL: Permissions = { contents: 'write', deployments: 'write', issues: 'write' }

export type Fixture = {
  github: LocalGitHub
  repository: RepositoryHandle
  edgit: Edgit
  commits: { one: string; two: string }
  /** Ids of tag objects. */
  versions: { one: string; two: string }
  events: GitHubEvent[]
  /** The payloads of push events, after all of them were told. */
  pushes(): Promise<PushPayload[]>
  octokit(kind: TokenKind, permissions?: Permissions): ReturnType<typeof getOctokit>
  /** Pushes from the work tree with a new token of this kind; gives exit code and standard error. */
  push(refs: readonly string[], kind?: TokenKind, permissions?: Permissions): Promise<{ code: number; stderr: string }>
  value(ref: string): Promise<string | undefined>
  close(): Promise<void>
}

export const graphqlErrors = async (asked: Promise<unknown>): Promise<{ type?: string; message: string }[]> =>
  asked.then(
    () => [],
    (error: { errors?: { type?: string; message: string }[] }) => {
      if (error.errors === undefined) throw error
      return error.errors
    },
  )

export const statusOf = async (asked: Promise<{ status: number }>): Promise<number> =>
  asked.then(
    ({ status }) => status,
    ({ status }: { status: number }) => status,
  )

/** Two versions of one component, whose workflow file differs between them; `main` is at the second. Pushed by a user. */
export const startFixture = async (): Promise<Fixture> => {
  const github = await startLocalGitHub()
  const repository = await github.createRepository({ owner: 'acme', name: 'prompts' })
  const workTree = await mkdtemp(join(tmpdir(), 'fixture-'))
  const edgit = await createEdgit(workTree)
  const workflow = '.github/workflows/guard.yml'
  const file = 'prompts/extraction.md'
  const first = await edgit.commit({ [file]: 'v1\n', [workflow]: 'one\n' }, 'feat: v1', '2026-11-20T09:00:00Z')
  const v1 = await edgit.createVersion(COMPONENT, 'v1.0.0', '2026-11-20T09:00:00Z')
  const second = await edgit.commit({ [file]: 'v2\n', [workflow]: 'two\n' }, 'feat: v2', '2026-11-20T09:10:00Z')
  const v2 = await edgit.createVersion(COMPONENT, 'v2.0.0', '2026-11-20T09:11:00Z')
  await edgit.setEnvironment(COMPONENT, 'production', 'v2.0.0', '2026-11-20T09:12:00Z')

  const push: Fixture['push'] = async (refs, kind = 'user', permissions = ALL) => {
    const url = repository.cloneUrlWithToken(github.createToken({ kind, permissions }))
    const { code, stderr } = await tryGit(workTree, ['push', '--force', url, ...refs])
    return { code, stderr }
  }
  const pushed = await push(['main', '--tags'])
  if (pushed.code !== 0) throw new Error(pushed.stderr)
  const events: GitHubEvent[] = []
  github.onEvent((event) => events.push(event))
  github.clearRequests()
  return {
    github,
    repository,
    edgit,
    commits: { one: first, two: second },
    versions: { one: v1, two: v2 },
    events,
    pushes: async () => {
      await github.eventsTold()
      return events.flatMap((event) => (event.name === 'push' ? [event.payload] : []))
    },
    octokit: (kind, permissions = ALL) =>
      getOctokit(github.createToken({ kind, permissions }), { baseUrl: github.apiUrl }),
    push,
    value: async (ref) => (await repository.refs()).get(ref),
    close: async () => {
      await git(repository.gitDir, ['fsck', '--no-dangling'])
      await github.close()
      await rm(workTree, { recursive: true, force: true })
    },
  }
}

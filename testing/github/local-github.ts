import type { NewRepository } from './create-repository.ts'
import type { DeploymentRecord } from './deployment-record.ts'
import type { Injection } from './faults.ts'
import type { IssueRecord } from './issue-record.ts'
import type { Protection } from './local-repository.ts'
import type { PullRequestRecord } from './pull-request-record.ts'
import type { GitHubEvent } from './push-events.ts'
import type { LoggedRequest } from './request-log.ts'
import type { TokenRequest } from './tokens.ts'
import type { WorkflowRunRecord } from './workflow-run-record.ts'

/** One repository, as tests see it. */
export type RepositoryHandle = {
  owner: string
  name: string
  fullName: string
  /** The bare repository on disk. What a test writes there directly makes no events. */
  gitDir: string
  /** Needs credentials; see `cloneUrlWithToken`. */
  cloneUrl: string
  cloneUrlWithToken(token: string): string
  /** Full name → value of the ref. */
  refs(): Promise<Map<string, string>>
  /** With their statuses, newest last. */
  deployments: DeploymentRecord[]
  issues: readonly IssueRecord[]
  pullRequests: PullRequestRecord[]
  /** Sets "Allow GitHub Actions to create and approve pull requests", which is off at first. */
  allowActionsPullRequests(): void
  /** Newest last. Dispatches add theirs; whoever plays what starts for a push adds those. */
  workflowRuns: WorkflowRunRecord[]
  /** Turns a workflow off, as a button in the Actions tab does. */
  disableWorkflow(name: string): void
  /** A ruleset that lets nobody but these logins create, move or delete the refs of a pattern (full names). */
  protect(pattern: string, options?: Partial<Pick<Protection, 'bypass'>>): void
  /** Publishes an immutable release for a tag (full name): it can no longer be moved or deleted. */
  publishRelease(tag: string): void
}

export type LocalGitHub = {
  /** `GITHUB_SERVER_URL`: `http://127.0.0.1:PORT`. The API answers here too, as api.github.com would. */
  url: string
  /** `GITHUB_API_URL`, as on GitHub Enterprise Server: `…/api/v3`. */
  apiUrl: string
  /** `GITHUB_GRAPHQL_URL`: `…/api/graphql`. */
  graphqlUrl: string
  createRepository(options: NewRepository): Promise<RepositoryHandle>
  createToken(request: TokenRequest): string
  revokeToken(token: string): void
  onEvent(listener: (event: GitHubEvent) => void): () => void
  /** Told of every run that a dispatch starts; moves it on. Without a listener it stays queued. */
  onDispatch(listener: (run: WorkflowRunRecord) => void): () => void
  /** Resolves when the listeners have been told of every move up to now. */
  eventsTold(): Promise<void>
  inject(injection: Injection): () => void
  /** In the order in which they were answered. */
  requests: readonly LoggedRequest[]
  clearRequests(): void
  /** Unknown routes and fields, and whatever does not fit GitHub's own description. Tests want it empty. */
  violations: string[]
  close(): Promise<void>
}

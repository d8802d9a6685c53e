import type { DeploymentRecord } from './deployment-record.ts'
import type { IssueRecord } from './issue-record.ts'
import type { ObjectReader } from './object-reader.ts'
import type { PullRequestRecord } from './pull-request-record.ts'
import type { WorkflowRunRecord } from './workflow-run-record.ts'

/** `pattern` as in a ruleset: `*` stops at `/`, `**` does not. */
export type Protection = { pattern: string; bypass: readonly string[] }

/** One repository of the local GitHub. All git data is in `gitDir`, nothing of it is kept here. */
export type LocalRepository = {
  id: number
  nodeId: string
  owner: string
  name: string
  defaultBranch: string
  visibility: 'public' | 'private'
  gitDir: string
  objects: ObjectReader
  protections: Protection[]
  /** Full names of tags that have a published immutable release. */
  immutableTags: Set<string>
  /** Oldest first. */
  deployments: DeploymentRecord[]
  issues: IssueRecord[]
  pullRequests: PullRequestRecord[]
  /** A setting of the repository; without it GITHUB_TOKEN may open none, whatever its permissions. */
  actionsOpenPullRequests: boolean
  /** Oldest first. */
  workflowRuns: WorkflowRunRecord[]
  /** File names. */
  disabledWorkflows: Set<string>
}

export const fullName = (repository: LocalRepository): string => `${repository.owner}/${repository.name}`

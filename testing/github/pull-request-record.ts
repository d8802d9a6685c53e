import type { Account } from './deployment-record.ts'

export type PullRequestRecord = {
  id: number
  /** Counted together with issues. */
  number: number
  title: string
  body: string | null
  /** Branches of this very repository, without `refs/heads/`. */
  head: string
  base: string
  /** What `head` was when it was closed; while it is open, where the branch is. */
  headSha: string
  state: 'open' | 'closed'
  user: Account
  createdAt: string
  updatedAt: string
  closedAt: string | null
  mergedAt: string | null
}

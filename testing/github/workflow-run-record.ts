import type { Account } from './deployment-record.ts'

/** A run that a dispatch or a push started. Whoever plays the runner moves it on. */
export type WorkflowRunRecord = {
  id: number
  number: number
  /** `workflow_dispatch` unless told. */
  event?: 'push'
  /** File name in `.github/workflows`. */
  workflow: string
  /** What `run-name` came to; the name of the workflow without one. */
  title: string
  branch: string
  /** Commit of the branch when it was dispatched; of the tag that was pushed. */
  sha: string
  inputs: Readonly<Record<string, string>>
  actor: Account
  /** `waiting`: for reviewers. */
  status: 'queued' | 'waiting' | 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'cancelled' | 'timed_out' | null
  /** What reviewers of an environment have said; nobody was asked when left out. */
  reviews?: readonly { state: 'approved' | 'rejected'; environment: string; by: Account }[]
  createdAt: string
  /** Of the last attempt. Both are the same as `createdAt` when left out. */
  startedAt?: string
  updatedAt?: string
  /** Aborted when somebody cancels the run. */
  cancel: AbortController
}

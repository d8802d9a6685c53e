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
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'cancelled' | 'timed_out' | null
  createdAt: string
  /** Aborted when somebody cancels the run. */
  cancel: AbortController
}

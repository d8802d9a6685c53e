import type { Account } from './deployment-record.ts'

export type CommentRecord = { id: number; body: string; user: Account; createdAt: string }

export type IssueRecord = {
  id: number
  number: number
  title: string
  body: string | null
  labels: string[]
  assignees: string[]
  state: 'open' | 'closed'
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null
  user: Account
  createdAt: string
  updatedAt: string
  closedAt: string | null
  comments: CommentRecord[]
  /** GitHub lists pull requests among the issues. */
  pullRequest?: boolean
}

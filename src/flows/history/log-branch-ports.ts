import type { ObjectId } from '../../tags/git-object.ts'

/** The newest commit of a branch. */
export type Tip = {
  commit: ObjectId
  tree: ObjectId
  /** The log as it is there; `null` when it is not. */
  log: string | null
}

/** A pull request from the branch against the default branch. */
export type LogPullRequest = {
  url: string
  state: 'open' | 'closed' | 'merged'
  /** Where the branch is, or was when it was closed. */
  head: ObjectId
}

export type LogPlaces = {
  /** Its name. */
  defaultBranch: string
  defaultTip: Tip
  /** `null` when there is no such branch. */
  branchTip: Tip | null
  /** The open one, else the newest; `null` when there never was one. */
  pullRequest: LogPullRequest | null
}

export type LogCommit = {
  /** The first is where the branch is, so that it only ever moves forward. */
  parents: ObjectId[]
  /** What the commit has besides the log. */
  tree: ObjectId
  text: string
  /** Rollbacks that it adds, and those whose end it adds. */
  added: number
  finished: number
  /** The branch is to be made. */
  create: boolean
}

/** `unclear`: somebody was faster, or GitHub did not answer. What is there now has to be looked at. */
export type LogWrite<Done> = ({ kind: 'done' } & Done) | { kind: 'unclear'; said: string }

/** The branch that the rollback log is proposed from. Whatever throws says why, and what has been written. */
export type LogBranch = {
  read(): Promise<LogPlaces>
  commit(commit: LogCommit, message: string): Promise<LogWrite<object>>
  /** @param base the default branch */
  open(base: string, title: string, body: string): Promise<LogWrite<{ url: string }>>
}

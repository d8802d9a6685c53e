import type { LocalRepository } from './local-repository.ts'
import type { RefChange } from './push-events.ts'
import type { Token } from './tokens.ts'
import type { WorkflowRunRecord } from './workflow-run-record.ts'

/** What all parts of one local GitHub share. */
export type LocalState = {
  /** `http://127.0.0.1:PORT` */
  url: string
  /** Keys in lower case: GitHub's names are not sensitive to case. */
  repositories: Map<string, LocalRepository>
  tokens: Map<string, Token>
  /** What no real GitHub would have answered like this. Must be empty at the end of a test. */
  violations: string[]
  now(): number
  nextId(): number
  /** Tells whoever plays the runner. */
  dispatched(repository: LocalRepository, run: WorkflowRunRecord): void
  /** Whether the answer to a dispatch says which run it started, when asked for. */
  givesRunDetails: boolean
  refsMoved(repository: LocalRepository, token: Token, changes: readonly RefChange[]): void
}

export const apiUrl = (state: LocalState): string => `${state.url}/api/v3`

export const findRepository = (state: LocalState, owner: string, name: string): LocalRepository | undefined =>
  state.repositories.get(`${owner}/${name}`.toLowerCase())

/** GitHub's API gives times to the second. */
export const timestamp = (state: LocalState): string => new Date(state.now()).toISOString().replace(/\.\d+Z$/, 'Z')

export const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64')

import type { Scope } from '../scope/find-places.ts'

/** What somebody wants to know. Times in milliseconds since the epoch. */
export type HistoryRequest = {
  scope: Scope
  now: number
  /** The moment whose state is shown; `null`: now. */
  at: number | null
  /** `null`: the history is not asked for. */
  events: EventFilter | null
  /** Requests for the history at most; a request reads a hundred Deployments. */
  maxRequests: number
}

export type EventFilter = {
  /** Globs of logins. Empty: everybody. */
  actors: readonly string[]
  since: number | null
  until: number | null
  /** No further page is read once there are so many events. */
  limit: number
  /** Where an earlier reading stopped, as it said. */
  after: string | null
}

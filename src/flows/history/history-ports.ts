import type { DeployRecord } from '../../ledger/record.ts'
import type { ObjectId } from '../../tags/git-object.ts'
import type { ScopeReader } from '../scope/scope-ports.ts'

/** A record with what its closing status says. */
export type LoggedRecord = DeployRecord & { sentence: string | null }

export type HistoryPage = {
  /** Newest first. */
  records: LoggedRecord[]
  /** Authors of further records, which do not count. */
  strangers: string[]
  /** ISO 8601: the oldest Deployment of the page, whosever it is; `null` for an empty page. */
  oldest: string | null
  /** Where the next page begins; `null` behind the last. */
  next: string | null
  /** What the token has left of its hour after this page; `null` when GitHub does not say. */
  requestsLeft: number | null
}

/** Who made a tag object, and when. Both are what its maker's git says of itself. */
export type Tagger = {
  /** Name of the tag that the object was made for. */
  tag: string
  name: string
  /** Of the account that has the tagger's address, when GitHub knows one. */
  login: string | null
  /** ISO 8601 in UTC. */
  at: string
}

/** Reads history on top of what stands now. Whatever throws says why. */
export type HistoryReader = ScopeReader & {
  /**
   * A hundred Deployments, newest first, by one request.
   *
   * @param environments names of GitHub environments (see `recordEnvironment`); `null`: all of the repository
   * @param after `next` of the page before
   */
  readHistory(environments: readonly string[] | null, after: string | null): Promise<HistoryPage>
  /** By one request for every fifty; what is gone, or no annotated tag, is left out. */
  readTaggers(ids: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, Tagger>>
}

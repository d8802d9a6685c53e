import type { DeployRecord } from '../../ledger/record.ts'
import type { Component } from '../../tags/component.ts'
import type { GitObject, ObjectId } from '../../tags/git-object.ts'
import type { ConfigText } from '../ports.ts'

/** A tag as it stands on the server. */
export type ListedTag = {
  /** `refs/tags/…` */
  ref: string
  /** What the ref holds: a tag object, or a commit for a lightweight tag. */
  object: ObjectId
  /** The end of the chain of tag objects, a commit as a rule. */
  peeled: ObjectId
}

/** One component in one environment. */
export type Pair = { component: Component; environment: string }

/** The records of one pair that count. */
export type Ledger = {
  /** Newest first; the newest twenty at most. */
  records: DeployRecord[]
  /** Authors of further records, which do not count. */
  strangers: string[]
}

export type Ledgers = {
  repositoryId: string
  /** Who the token acts as, without `[bot]`. */
  actor: string
  /** From the default branch. */
  config: ConfigText | null
  /** Of a pair; without records when it has none. */
  of(pair: Pair): Ledger
}

/** Reads many components and environments at once. Whatever throws says why. */
export type ScopeReader = {
  /** Every tag under these prefixes (`components`), or those that are wanted, by one request of git's protocol. */
  listTags(prefixes: readonly string[], wanted?: (ref: string) => boolean): Promise<ListedTag[]>
  /** By one request for every fifty pairs, one at least. `records` of each pair, the newest; twenty unless told. */
  readLedgers(pairs: readonly Pair[], records?: number): Promise<Ledgers>
  /** Objects followed down to their commits, by one request for every fifty; those that are gone are left out. */
  readObjects(ids: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, GitObject>>
}

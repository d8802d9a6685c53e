import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'
import type { Decision } from './decision.ts'
import type { ReleaseRecordSummary } from './judgement-of.ts'

/** What one component was on in one environment, now or at another moment, and what is known of it. */
export type PlaceState = {
  component: Component
  environment: string
  /** `null`: there is no tag, or nobody knows. */
  release: Release | null
  /** `tag`: the tag stands there now. `record`: the ledger says so. `tagger`: only the tag object says so itself. */
  basis: 'tag' | 'record' | 'before-the-ledger' | 'tagger' | 'unknown'
  /** ISO 8601. */
  since: string | null
  /** Who moved the tag there: a login, or the name in a tag object. */
  by: string | null
  /** URL of the run. */
  run: string | null
  judgement: ReleaseRecordSummary['judgement']
  /** How the newest record of the release ended; `null` while it is open, or without one. */
  verdict: { decision: Decision; reason: string } | null
  /** ISO 8601. */
  lastVerified: string | null
  /** The tag is not where the records leave it. */
  unrecorded: boolean
  /** For a person: doubts, drift, what could not be read. */
  remarks: string[]
}

/** Whether somebody tells what a place was on, and not only what came before the first record. */
export const isKnown = ({ basis }: PlaceState): boolean => basis !== 'unknown' && basis !== 'before-the-ledger'

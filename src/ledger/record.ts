import type { Release } from '../tags/release.ts'
import type { Decision } from './decision.ts'
import type { DrillFigures } from './drill-figures.ts'

/** One deploy by Tagback, as kept in a GitHub Deployment. */
export type DeployRecord = RecordPayload & {
  /** GitHub's global node id of the Deployment. */
  node: string
  /** ISO 8601. */
  createdAt: string
  creator: string
  /** `null` while the run that wrote the record is at work, or was lost. */
  closed: { decision: Decision; reason: string; at: string } | null
  /** While it is open: the share of the traffic that the release was given last, where steps are taken. */
  traffic?: TrafficShare
}

export type TrafficShare = {
  percent: number
  /** Reason for which the release is on its way down; null on its way up. */
  leaving: string | null
}

/** What is fixed when the record is opened. */
export type RecordPayload = {
  /**
   * `guard`: a moved tag was followed. `rollback`: the release before was deployed again. `restore`: put back on
   * purpose. `adoption`: found there without any record, and not deployed. `drill`: a rollback was practised, and
   * nothing is left of it; it says nothing of what is live.
   */
  kind: 'guard' | 'rollback' | 'restore' | 'adoption' | 'drill'
  component: string
  environment: string
  to: Release
  from: Release | null
  /** Where the tag goes back to when `to` is bad, decided before `to` was deployed. */
  target: Release | null
  actor: string
  run: { id: number; attempt: number; url: string }
  /** Why, in the words of whoever asked for it. */
  why?: string
  /** Of a drill: the environment whose rollback was practised. */
  practised?: string
  /** Of a drill that came to its end: what it measured. */
  drill?: DrillFigures
}

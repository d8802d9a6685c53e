import type { Reading } from '../analysis/reading.ts'
import type { Release } from '../tags/release.ts'

/** Time as the flows see it: milliseconds since the epoch. */
export type Clock = {
  now(): number
  /** Resolves early, without error, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** One thing to measure. Never throws: whatever goes wrong is a reading with a name. */
export type MetricSource = {
  /** Where the figures come from, for logs and summaries. Holds no secret. */
  description: string
  /** `since` and `until` in milliseconds since the epoch; sources with cumulative counters may ignore them. */
  read(window: { since: number; until: number }): Promise<Reading>
}

export type DeployOrder = {
  release: Release
  /** The release that this one takes the place of. */
  previous: Release | null
  environment: string
  reason: 'move' | 'rollback'
}

export type DeployResult =
  | { kind: 'deployed' }
  | { kind: 'failed'; detail: string }
  | { kind: 'timed-out'; detail: string }

export type Deployer = {
  /** Puts the files of these releases on disk, before anything is deployed. Throws when that cannot be done. */
  prepare(releases: readonly Release[]): Promise<void>
  /** Never throws. */
  deploy(order: DeployOrder): Promise<DeployResult>
}

export type ServedAnswer =
  | { kind: 'served' }
  | { kind: 'differs'; found: string }
  | { kind: 'unanswered'; detail: string }

/** Asks the running system whether it serves this release. Never throws. */
export type AskServed = (release: Release, environment: string) => Promise<ServedAnswer>

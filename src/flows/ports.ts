import type { Reading } from '../analysis/reading.ts'
import type { Ending } from '../ledger/reasons.ts'
import type { DeployRecord, RecordPayload, TrafficShare } from '../ledger/record.ts'
import type { Component } from '../tags/component.ts'
import type { GitObject, ObjectId } from '../tags/git-object.ts'
import type { Release } from '../tags/release.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import type { Incidents } from './people/incidents.ts'

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

/** By the name of the metric. */
export type MetricSources = ReadonlyMap<string, MetricSource>

export type DeployOrder = {
  release: Release
  /** The release that this one takes the place of. */
  previous: Release | null
  environment: string
  reason: 'move' | 'rollback' | 'restore'
}

export type DeployResult =
  | { kind: 'deployed' }
  | { kind: 'failed'; detail: string }
  | { kind: 'timed-out'; detail: string }

export type Deployer = {
  /** Puts the files of these releases on disk, before anything is deployed. Throws when that cannot be done. */
  prepare(releases: readonly Release[]): Promise<void>
  /** Why no deploy could be started at all, asked before anything is written; null when nothing is in the way. Never throws. */
  obstacle?(): Promise<string | null>
  /** Never throws. */
  deploy(order: DeployOrder): Promise<DeployResult>
}

/** What differs between the files of one component in two releases. */
export type Change = {
  /** Relative to the root of the repository. */
  path: string
  /** A unified diff, its first lines. */
  lines: string[]
  /** So many lines were left out. */
  left: number
}

/** Compares what is on disk of both releases. `null` when there is nothing to compare. @throws when it fails. */
export type DescribeChange = (from: Release, to: Release) => Promise<Change | null>

export type ServedAnswer =
  | { kind: 'served' }
  | { kind: 'differs'; found: string }
  | { kind: 'unanswered'; detail: string }

export type TrafficOrder = {
  release: Release
  environment: string
  /** Share of the traffic that the release gets, from 0 to 100. */
  percent: number
  /** Seconds, further tries included. */
  within: number
}

export type TrafficResult = { kind: 'set' } | { kind: 'failed'; detail: string }

/** Gives a release its share of the traffic; doing it twice does no harm. Never throws. */
export type SetTraffic = (order: TrafficOrder) => Promise<TrafficResult>

/** `code` is `null` when it ran out of time. `not-run`: it could not be started, or was ended from outside. */
export type TryOut = { kind: 'exited'; code: number | null } | { kind: 'not-run'; detail: string }

/** Asks the running system whether it serves this release. Never throws. */
export type AskServed = (release: Release, environment: string) => Promise<ServedAnswer>

/** One ref to move: only from `expected`, or not at all. `ABSENT` creates or deletes. */
export type RefMove = { ref: string; expected: ObjectId; to: ObjectId }

export type MoveResult =
  | { kind: 'moved'; via: 'graphql' | 'git' }
  /** Somebody else moved the ref meanwhile. Nothing was moved. */
  | { kind: 'conflict'; ref: string; found: ObjectId }
  /** GitHub will not let this token do it. Nothing was moved. */
  | { kind: 'refused'; detail: string }
  /** No answer, and the refs are as they were or cannot be read. */
  | { kind: 'unreachable'; detail: string }

export type TagLook = { kind: 'at'; object: ObjectId } | { kind: 'gone' } | { kind: 'unknown'; detail: string }

export type PushRight = { kind: 'granted' } | { kind: 'denied'; detail: string } | { kind: 'unknown'; detail: string }

export type StateRequest = { component: Component; environment: string; ref: string; before: ObjectId }

/** The configuration file as it stands on the default branch. */
export type ConfigText = {
  /** `.github/tagback.yml` */
  file: string
  text: string
  /** Commit of the default branch. */
  commit: ObjectId
}

/** Everything that a guard reads from GitHub before it acts. */
export type RepositoryState = {
  repositoryId: string
  /** Who the token acts as, without `[bot]`. */
  actor: string
  /** The token is the workflow's own GITHUB_TOKEN. */
  actionsToken: boolean
  /** The token of a GitHub App. */
  installationToken: boolean
  /** Milliseconds since the epoch; `null` when GitHub does not say. */
  tokenExpiresAt: number | null
  /** What the environment tag points at now. */
  tag: GitObject | null
  /** What it pointed at before the move, if that can still be read. */
  before: GitObject | null
  /** The hundred newest. */
  versionTags: VersionTag[]
  /** Those of these versions that are not among the newest, by one request; versions without a tag are left out. */
  versionTagsNamed(versions: readonly string[]): Promise<VersionTag[]>
  /** All the others, by one request for each hundred; empty when there are none. */
  moreVersionTags(): Promise<VersionTag[]>
  /** Newest first. */
  records: DeployRecord[]
  /** Authors of further records of this component and environment, which do not count. */
  strangers: string[]
  config: ConfigText | null
  /** Files of `.github/workflows`, name → blob id. */
  workflows: { target: ReadonlyMap<string, string> | null; defaultBranch: ReadonlyMap<string, string> }
}

export type RecentMove = {
  component: string
  environment: string
  to: string
  from: string | null
  actor: string
  /** ISO 8601. */
  at: string
}

/** A record as it was opened. Whether it is closed is not told. */
export type OpenedRecord = Omit<DeployRecord, 'closed'>

export type Closing = Ending & { sentence: string }

/** GitHub, as far as the flows know it. What throws says so. */
export type Repository = {
  /** @throws when GitHub cannot be asked or refuses the token. */
  readState(request: StateRequest): Promise<RepositoryState>
  mayPush(): Promise<PushRight>
  /** Files of `.github/workflows` of a commit, name → blob id. @throws when they cannot be read. */
  readWorkflows(commit: ObjectId): Promise<ReadonlyMap<string, string>>
  /** Answers within seconds, `unknown` when GitHub does not. Never throws. */
  lookAtTag(ref: string): Promise<TagLook>
  /** The environment tags of one component, by the name of the environment. @throws when git cannot be asked. */
  environmentTags(component: Component): Promise<ReadonlyMap<string, { object: ObjectId; commit: ObjectId }>>
  moveRefs(repositoryId: string, moves: readonly RefMove[]): Promise<MoveResult>
  /** @throws when the record cannot be written. */
  openRecord(component: Component, payload: RecordPayload): Promise<number>
  /** @throws when the status cannot be written. */
  reportInProgress(record: number, step?: TrafficShare): Promise<void>
  /** The newest records of a component in any environment, newest first. @throws when they cannot be read. */
  readRecords(component: Component, environment: string): Promise<DeployRecord[]>
  /**
   * Records of this component and environment that were opened before `record`, newest first. `null` when GitHub does not
   * show `record` itself yet, so that others may be missing as well. @throws when they cannot be read.
   */
  olderRecords(component: Component, environment: string, record: number): Promise<OpenedRecord[] | null>
  /** By which number a record is closed that another step or run has opened. @throws when that cannot be read. */
  recordIdOf(component: Component, record: DeployRecord): Promise<number>
  closeRecord(record: number, closing: Closing): Promise<void>
  incidents: Incidents
  /** `since` in milliseconds since the epoch. */
  recentMoves(since: number): Promise<RecentMove[]>
}

import type { Measurement } from '../analysis/measurement.ts'
import type { Policy } from '../analysis/policy.ts'
import type { Assessment } from '../analysis/verdict.ts'

/** One poll of a watch, as logs, summaries and the evidence show it. */
export type Poll = {
  /** Seconds since the deploy was finished. */
  at: number
  measurement: Measurement
  assessment: Assessment
  /** Expected end in seconds since the deploy, null where none is in sight; without an outlook for bare rates. */
  outlook?: { decidesAt: number | null } | null
  /** Of the metric that this is about: the one that decided, or else the first of those that may. */
  name?: string
  dryRun?: boolean
  /** What a bare figure is of; see Policy. */
  reads?: Policy['reads']
  /** The other metrics of the watch that were measured in the same poll. */
  others?: readonly MetricPoll[]
}

/** What one poll found of one metric among several. */
export type MetricPoll = Required<Omit<Poll, 'at' | 'others' | 'reads'>> & Pick<Poll, 'reads'>

/** What a flow tells while it is at work. How it looks is for the report floor to say. */
export type Progress =
  | { kind: 'phase'; title: string }
  | { kind: 'detail'; text: string }
  | { kind: 'warning'; text: string }
  | { kind: 'poll'; poll: Poll; duration: number }

export type Tell = (progress: Progress) => void

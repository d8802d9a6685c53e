import type { Measurement } from '../analysis/measurement.ts'
import type { Assessment } from '../analysis/verdict.ts'

/** One poll of a watch, as logs, summaries and the evidence show it. */
export type Poll = {
  /** Seconds since the deploy was finished. */
  at: number
  measurement: Measurement
  assessment: Assessment
}

/** What a flow tells while it is at work. How it looks is for the report floor to say. */
export type Progress =
  | { kind: 'phase'; title: string }
  | { kind: 'detail'; text: string }
  | { kind: 'warning'; text: string }
  | { kind: 'poll'; poll: Poll; duration: number }

export type Tell = (progress: Progress) => void

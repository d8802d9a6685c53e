import type { Policy } from '../analysis/policy.ts'
import type { Assessment } from '../analysis/verdict.ts'
import type { Target } from '../ledger/choose-target.ts'
import type { ReadinessFinding } from '../ledger/readiness.ts'
import type { Ending, Reasons } from '../ledger/reasons.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'
import type { Change, RecentMove } from './ports.ts'
import type { Poll } from './progress.ts'

/** An environment tag that went from one release to another. */
export type Move = {
  component: Component
  environment: string
  /** `refs/tags/components/prompts/extraction/production` */
  ref: string
  to: Release
  from: Release | null
  actor: string
}

/** Milliseconds since the epoch of what happened, in order. Only what happened is there. */
export type TimelineEvent = {
  at: number
  event:
    | 'started'
    | 'armed'
    | 'deploy-started'
    | 'deployed'
    | 'deploy-failed'
    | 'traffic'
    | 'decided'
    | 'tag-moved-back'
    | 'redeployed'
    | 'verified'
    | 'recovered'
    | 'ended'
  /** Of `traffic`: the share that was set. */
  percent?: number
}

/** How a run ended, with everything that outputs, summary and incident are made of. */
export type Outcome = Ending & {
  /** One sentence for a person, without a final full stop. */
  sentence: string
  move: Move | null
  target: Target | null
  warnings: string[]
  /** What was watched for; null when nothing was. */
  metric: Pick<Policy, 'threshold' | 'interval' | 'duration' | 'reads'> | null
  /** The watch after the deploy. */
  polls: Poll[]
  assessment: Assessment | null
  /** Name of the metric that polls and assessment are about; null or left out when there is only one. */
  decidedBy?: string | null
  /** The watch after a rollback. */
  recovery: { polls: Poll[]; assessment: Assessment } | null
  /** Where the tag ended, as far as this run knows. */
  tag: 'as-pushed' | 'moved-back' | 'removed' | 'moved-by-another' | 'not-moved-back'
  timeline: TimelineEvent[]
  /** Shell commands that finish what the run could not. */
  nextSteps: string[]
  recentMoves: RecentMove[]
  /** What `require` asks for, item by item; empty or left out where it asks for nothing. */
  readiness?: readonly ReadinessFinding[]
  /** Of a promotion: what the guard of the canary came to. */
  canary?: Outcome | null
  /** Where a release goes on from one environment to others: what became of each, in order. */
  rings?: RingReport[]
  /** The guards of the others in this run, and those of a rollback that went further back than this environment. */
  earlier?: Outcome[]
  /** What the move changed in the component's own files; null when that could not be shown. */
  change: Change | null
  /** Address of the issue in which people were told; null or left out when there is none. */
  incident?: string | null
}

/** What became of one environment among those that a release goes through in one run. */
export type RingReport = {
  environment: string
  /** The one that it comes after; null for the first. */
  after: string | null
  /** Of its guard; both null where there was none. */
  decision: Outcome['decision'] | null
  reason: Outcome['reason'] | null
  sentence: string
}

/** These leave something for a person to look at, so the step fails. */
export const isFailure = ({ decision }: Outcome): boolean => ['rolled-back', 'held', 'refused'].includes(decision)

/** An end before anything was read or written. */
export const refusal = (reason: Reasons['refused'], sentence: string): Outcome => ({
  ...{ decision: 'refused', reason, sentence },
  ...{ move: null, target: null, warnings: [], metric: null, polls: [], assessment: null },
  ...{ recovery: null, tag: 'as-pushed', timeline: [], nextSteps: [], recentMoves: [], change: null },
})

import type { Counted } from './counted.ts'
import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import type { Surge } from './surge.ts'
import type { Assessment } from './verdict.ts'

/** A watch in progress. Plain data: it can be written to a file and taken up again. */
export type Judgement = JudgementState & { assessment: Assessment }

/** What has been seen and weighed so far; an assessment is made of it. */
export type JudgementState = {
  policy: Policy
  polls: {
    answered: number
    failed: number
    failedInARow: number
    noTraffic: number
    lastAt: number | null
    /** When the source last had no figures: it failed, or its series were gone. */
    blindAt: number | null
  }
  /** What the source gives, by its first answer with figures. */
  unit: 'counts' | 'rate' | null
  /** Seconds since the deploy at which the first figures began; null before there are any. */
  beganAt: number | null
  /** Everything counted so far; for rates, the sum and the number of readings. */
  seen: Counted
  /** Counted, but not yet judged: polls closer together than the interval are judged together. */
  pending: Counted & { since: number }
  evidence: Evidence
  /** ln of the evidence for "below the threshold", for each healthy alternative. */
  healthyLogs: readonly number[]
  surge: Surge
}

/** The four things that a watch can end with. Never merged: each has a policy of its own. */
export type Verdict = 'healthy' | 'regressed' | 'inconclusive' | 'unavailable'

/** Where a watch stands after the latest poll. */
export type Assessment = {
  verdict: Verdict | 'undecided'
  /** Stable code for outputs, such as `above-threshold` or `too-few-requests`. */
  reason: string
  /** One sentence for a person, without a final full stop. */
  sentence: string
  /** Requests and failed requests counted so far; 0 and 0 when only rates are known. */
  errors: number
  total: number
  /** Progress towards each decision, 0 (nothing speaks for it) to 1 (decided). */
  evidence: { regressed: number; healthy: number }
}

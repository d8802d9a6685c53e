/** The four things that a watch can end with. Never merged: each has a policy of its own. */
export type Verdict = 'healthy' | 'regressed' | 'inconclusive' | 'unavailable'

/** Stable codes for outputs; each belongs to one verdict. docs/judgement.md says when each is given. */
type Reasons = {
  undecided: 'watching'
  healthy: 'below-threshold-proven' | 'no-evidence-of-regression'
  regressed: 'above-threshold' | 'outage'
  inconclusive:
    | 'too-few-requests'
    | 'too-few-readings'
    | 'no-traffic'
    | 'nothing-to-count'
    | 'leans-regressed'
    | 'burst-at-end'
    | 'common-fault'
    | 'steps-left'
  unavailable: 'source-unavailable'
}

/** Where a watch stands after the latest poll. */
export type Assessment = {
  /** One sentence for a person, without a final full stop. */
  sentence: string
  /** Requests and failed requests counted so far; 0 and 0 when only rates are known. */
  errors: number
  total: number
  /** Progress towards each decision on a log scale, 0 (nothing speaks for it) to 1 (decided). */
  evidence: { regressed: number; healthy: number }
} & Finding

/** A verdict with one of its own reasons. */
export type Finding = { [V in keyof Reasons]: { verdict: V; reason: Reasons[V] } }[keyof Reasons]

/** The assessment at the end of a watch. */
export type Conclusion = Assessment & { verdict: Verdict }

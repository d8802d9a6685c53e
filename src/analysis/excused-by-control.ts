import type { JudgementState } from './judgement-state.ts'

/**
 * Whether the baseline is above the threshold, too, in the very stretch in which the release is worst: what both have
 * in common, such as a dependency that is down, is neither proof nor excuse, and only the comparison of the two can decide.
 */
export function excusedByControl({ policy, surge }: Pick<JudgementState, 'policy' | 'surge'>): boolean {
  const { baseline } = surge
  return policy.control === true && baseline !== undefined && baseline.total > 0
    ? surge.errors > 0 && baseline.errors >= policy.threshold * baseline.total
    : false
}

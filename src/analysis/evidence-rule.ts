import { regressedAlternatives } from './alternatives.ts'
import { COMPARE_SHARES } from './compare-test.ts'
import type { EvidenceRule } from './evidence.ts'
import type { Policy } from './policy.ts'
import { readingShares } from './reading-test.ts'

/** The part of a policy that the evidence needs. */
export function evidenceRule(policy: Policy, unit: 'counts' | 'rate' | null): EvidenceRule {
  const { duration, interval } = policy
  return { shares: sharesOf(policy, unit), duration, interval, ...blipRule(policy) }
}

/** The part that weighing it needs. A near-total outage is believed after half the length of a blip. */
export function blipRule({ ignoreBlips }: Policy): Pick<EvidenceRule, 'ignoreBlips' | 'ignoreOutageBlips'> {
  return { ignoreBlips, ignoreOutageBlips: ignoreBlips / 2 }
}

/** How stakes are shared out among the alternatives that this policy looks for. */
export function sharesOf(policy: Policy, unit: 'counts' | 'rate' | null): number[] {
  if (unit === 'rate') return readingShares(policy)
  return policy.baseline ? COMPARE_SHARES : regressedAlternatives(policy.threshold).map(({ share }) => share)
}

import { regressedAlternatives } from './alternatives.ts'
import type { EvidenceRule } from './evidence.ts'
import type { Policy } from './policy.ts'
import { RATE_SHARES } from './rate-test.ts'

/** The part of a policy that the evidence needs. A near-total outage is believed after half the length of a blip. */
export function evidenceRule(policy: Policy, unit: 'counts' | 'rate' | null): EvidenceRule {
  const { duration, interval, ignoreBlips } = policy
  const shares = unit === 'rate' ? RATE_SHARES : regressedAlternatives(policy.threshold).map(({ share }) => share)
  return { shares, duration, interval, ignoreBlips, ignoreOutageBlips: ignoreBlips / 2 }
}

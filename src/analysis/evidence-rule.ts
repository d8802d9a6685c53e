import type { EvidenceRule } from './evidence.ts'
import type { Policy } from './policy.ts'

/** The part of a policy that the evidence needs. A near-total outage is believed after half the length of a blip. */
export function evidenceRule({ duration, interval, ignoreBlips }: Policy): EvidenceRule {
  return { duration, interval, ignoreBlips, ignoreOutageBlips: ignoreBlips / 2 }
}

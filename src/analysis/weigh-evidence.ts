import type { BlipJackknife } from './blip-jackknife.ts'
import type { Evidence, EvidenceRule } from './evidence.ts'
import { LEANS_AFTER_START, STILL_LEANS } from './risks.ts'

/** What the evidence amounts to. Values of an e-process: 1 says nothing, 1/risk decides. */
export type Weight = {
  regressed: number
  outage: number
  /** The same with the worst burst of an ignored length deleted, in the way least favourable to a rollback. */
  regressedWithoutBlip: number
  outageWithoutBlip: number
  /** The same with a burst at the start of the watch deleted. */
  regressedWithoutStart: number
  /** As `regressedWithoutBlip`, but bursts that may still be going on are not deleted. */
  regressedWithoutPastBlip: number
}

export function weighEvidence(
  evidence: Evidence,
  rule: Pick<EvidenceRule, 'ignoreBlips' | 'ignoreOutageBlips'>,
): Weight {
  const { sums, cash } = evidence
  const regressed = total(sums) + cash
  const outage = sums.at(-1) as number
  const { first } = evidence.blips
  const past = lowest(evidence.blips.closed, total)
  const open = lowest(
    evidence.blips.open.map(({ sums }) => sums),
    total,
  )
  return {
    regressed,
    outage,
    regressedWithoutPastBlip: Math.min(regressed, past + cash),
    regressedWithoutStart: first === null ? regressed : total(first.sums) + cash,
    regressedWithoutBlip: rule.ignoreBlips === 0 ? regressed : Math.min(past, open) + cash,
    outageWithoutBlip: rule.ignoreOutageBlips === 0 ? outage + cash : lowestOf(evidence.outageBlips, total) + cash,
  }
}

/** Whether what is left still speaks for a regression, whichever burst is deleted. */
export function stillLeans({ regressedWithoutBlip, regressedWithoutStart }: Weight): boolean {
  return regressedWithoutBlip >= STILL_LEANS && regressedWithoutStart >= LEANS_AFTER_START
}

function lowestOf({ open, closed }: BlipJackknife, value: (sums: readonly number[]) => number): number {
  return Math.min(
    lowest(
      open.map(({ sums }) => sums),
      value,
    ),
    lowest(closed, value),
  )
}

function lowest(candidates: readonly (readonly number[])[], value: (sums: readonly number[]) => number): number {
  return candidates.reduce((least, sums) => Math.min(least, value(sums)), Number.POSITIVE_INFINITY)
}

function total(sums: readonly number[]): number {
  return sums.reduce((sum, value) => sum + value, 0)
}

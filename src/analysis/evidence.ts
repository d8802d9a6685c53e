import { advanceJackknife, type BlipJackknife, grow, type Round } from './blip-jackknife.ts'

/**
 * A restarted mixture e-process: evidence that the error rate is above the threshold, for one alternative per sum,
 * the last one standing for an outage. Under "the rate is at or below the threshold" its value is a non-negative
 * supermartingale that starts at 1, so P(it ever reaches 1/risk) ≤ risk, at any polling schedule (Ville's inequality).
 * Sources: Shin, Ramdas & Rinaldo 2022 (e-detectors); docs/judgement.md.
 */
export type Evidence = {
  /** Stakes not yet placed on a beginning of the regression. */
  cash: number
  sums: readonly number[]
  blips: BlipJackknife
  outageBlips: BlipJackknife
}

export type EvidenceRule = {
  /** How a stake is shared out among the alternatives; adds up to 1. */
  shares: readonly number[]
  /** Seconds from the first round's start to the end of the watch, and seconds per round. */
  duration: number
  interval: number
  /** Length of bursts that cannot decide by themselves, in seconds; 0 turns the guard off. */
  ignoreBlips: number
  ignoreOutageBlips: number
}

/** The share of the stakes on "bad from the start". */
export const FROM_THE_START = 0.85
const NOTHING_DELETED: BlipJackknife = { first: null, open: [], closed: [] }

export function beginEvidence(alternatives: number): Evidence {
  return { cash: 1, sums: Array(alternatives).fill(0), blips: NOTHING_DELETED, outageBlips: NOTHING_DELETED }
}

/** What is not staked on the start is spread evenly over the rest of the watch. */
function stakeOn(evidence: Evidence, seconds: number, { duration, interval }: EvidenceRule): number {
  if (evidence.cash === 1) return FROM_THE_START
  return Math.min(evidence.cash, ((1 - FROM_THE_START) * seconds) / Math.max(interval, duration - interval))
}

/** `ratios` are likelihood ratios of what this round saw, each with a mean of at most 1 below the threshold. */
export function advanceEvidence(evidence: Evidence, seen: Omit<Round, 'stakes'>, rule: EvidenceRule): Evidence {
  const stake = stakeOn(evidence, seen.end - seen.start, rule)
  const stakes = rule.shares.map((share) => share * stake)
  const round = { ...seen, stakes, failing: false }
  const last = evidence.sums.length - 1
  const outage = { ...seen, stakes: stakes.slice(last), ratios: seen.ratios.slice(last) }
  return {
    cash: evidence.cash - stake,
    sums: grow(evidence.sums, round),
    blips:
      rule.ignoreBlips === 0
        ? NOTHING_DELETED
        : advanceJackknife(evidence.blips, evidence.sums, round, rule.ignoreBlips),
    outageBlips:
      rule.ignoreOutageBlips === 0
        ? NOTHING_DELETED
        : advanceJackknife(evidence.outageBlips, evidence.sums.slice(last), outage, rule.ignoreOutageBlips),
  }
}

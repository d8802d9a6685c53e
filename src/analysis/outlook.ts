import { healthyAlternatives, regressedAlternatives } from './alternatives.ts'
import { FROM_THE_START } from './evidence.ts'
import type { Judgement } from './judgement-state.ts'
import { MISS_RISK } from './risks.ts'
import { sayRate } from './say-rate.ts'

/** What this watch can still find out, at the traffic that it has seen. */
export type Outlook = {
  /** Requests a second so far, and how many the whole watch will have had at this traffic. */
  perSecond: number
  expectedRequests: number
  /** The smallest error rate that would be recognised by the end, on average; null when not even an outage would. */
  detectable: number | null
  /** Requests that it takes on average to recognise twice the threshold. */
  neededForTwice: number
  /** Seconds since the deploy at which the evidence, growing as it does, decides; null when it does not. */
  decidesAt: number | null
  /** Said only when the wish cannot be fulfilled; without a final full stop. */
  warning: string | null
}

/** Seconds; before that there is too little to judge the traffic by. */
const SETTLED = 60

/**
 * Needed requests by Wald's identity, (ln(1/risk) + ln(1/(FROM_THE_START · share)))/KL(alternative ‖ threshold): the second term is the
 * price of not knowing beforehand how bad it is and since when. Counts against a threshold only: else null.
 */
export function outlookOf({ policy, unit, beganAt, seen, polls, assessment }: Judgement): Outlook | null {
  const at = polls.lastAt
  if (unit !== 'counts' || policy.baseline || at === null || beganAt === null || at <= beganAt) return null
  const perSecond = seen.total / (at - beganAt)
  const expectedRequests = Math.round(perSecond * (policy.duration - beganAt))
  const needed = regressedAlternatives(policy.threshold).map(({ rate, share }) => {
    const nats = Math.log(1 / policy.falseRollbackRisk) + Math.log(1 / (FROM_THE_START * share))
    return { rate, requests: Math.ceil(nats / divergence(rate, policy.threshold)) }
  })
  const detectable = needed.find(({ requests }) => requests <= expectedRequests)?.rate ?? null
  const twice = 2 * policy.threshold
  const neededForTwice =
    needed.find(({ rate }) => rate >= 0.95 * twice)?.requests ?? (needed.at(-1)?.requests as number)
  const warned = at - beganAt >= SETTLED && assessment.verdict === 'undecided'
  return {
    perSecond,
    expectedRequests,
    detectable,
    neededForTwice,
    decidesAt: decidesAt(assessment.evidence, beganAt, at, policy),
    warning: warned ? warn(policy, expectedRequests, detectable, neededForTwice) : null,
  }
}

function warn(policy: Judgement['policy'], expected: number, detectable: number | null, twice: number): string | null {
  const seconds = `${policy.duration} s`
  const best = healthyAlternatives(policy.threshold)[0] as number
  if (expected < policy.minimumRequests)
    return `about ${expected} requests in ${seconds} are fewer than the ${policy.minimumRequests} that a verdict needs: watch longer, or lower minimum-requests`
  if (expected >= twice) return null
  const found = detectable === null ? 'not even an outage' : `only error rates of about ${sayRate(detectable)} or more`
  const proof = Math.ceil(Math.log(1 / MISS_RISK) / divergence(best, policy.threshold))
  return (
    `about ${expected} requests in ${seconds} can show ${found}; telling ${sayRate(2 * policy.threshold)} from ` +
    `${sayRate(policy.threshold)} takes about ${twice} requests, proving less than ${sayRate(policy.threshold)} about ${proof}: ` +
    'watch longer, raise the threshold, or send more traffic'
  )
}

/** Straight on from where the evidence is; it began to grow at `beganAt`. */
function decidesAt(
  { regressed, healthy }: { regressed: number; healthy: number },
  beganAt: number,
  at: number,
  { minDuration, duration }: Judgement['policy'],
): number | null {
  const reach = (evidence: number) => (evidence > 0.05 ? beganAt + (at - beganAt) / evidence : Number.POSITIVE_INFINITY)
  const first = Math.round(regressed > healthy ? reach(regressed) : Math.max(minDuration, reach(healthy)))
  return first <= duration ? Math.max(first, at) : null
}

/** Kullback–Leibler divergence of two Bernoulli distributions, in nats per request. */
function divergence(p: number, q: number): number {
  return p * Math.log(p / q) + (1 - p) * (Math.log1p(-p) - Math.log1p(-q))
}

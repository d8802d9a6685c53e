import type { Outcome, TimelineEvent } from '../flows/outcome.ts'
import type { Poll } from '../flows/progress.ts'
import { sameMetric } from './same-metric.ts'

export type Counted = { errors: number; total: number }

/** What a rollback cost, as far as it was measured. */
export type RollbackCost = {
  /** What the times count from. */
  from: 'decided' | 'deploy-failed'
  /** Requests from the deploy to the verdict; null when the source does not count them. */
  during: Counted | null
  /** Requests in the watch after the rollback. */
  after: Counted | null
  /** Of `during.errors`, those beyond the rate that was measured after the rollback; null when that is not known. */
  beyondUsual: number | null
  /** What followed the breach, in seconds since then. */
  since: { event: TimelineEvent['event']; seconds: number }[]
}

const FOLLOWS: readonly TimelineEvent['event'][] = ['tag-moved-back', 'redeployed', 'verified', 'recovered']

/** `null` when nothing was rolled back. The breach is the verdict, or the failure of the deploy. */
export function rollbackCost({ timeline, polls, recovery }: Outcome): RollbackCost | null {
  const at = (event: TimelineEvent['event']): number | undefined => timeline.find((entry) => entry.event === event)?.at
  const from = at('decided') === undefined ? 'deploy-failed' : 'decided'
  const breach = at(from)
  if (breach === undefined) return null
  const proven = recovery?.assessment.verdict === 'healthy'
  const since = FOLLOWS.flatMap((event) => {
    const happened = at(event)
    return happened === undefined || (event === 'recovered' && !proven)
      ? []
      : [{ event, seconds: (happened - breach) / 1000 }]
  })
  if (since.length === 0) return null
  const [during, after] = [count(polls), count(sameMetric(recovery?.polls ?? [], polls))]
  const beyondUsual =
    proven && during && after ? Math.max(0, during.errors - (after.errors / after.total) * during.total) : null
  return { from, during, after, beyondUsual, since }
}

function count(polls: readonly Poll[]): Counted | null {
  const sum = { errors: 0, total: 0 }
  for (const { measurement } of polls) {
    if (measurement.kind !== 'counts') continue
    sum.errors += measurement.errors
    sum.total += measurement.total
  }
  return sum.total > 0 ? sum : null
}

import type { Judgement } from '../../analysis/judgement-state.ts'
import type { Measurement } from '../../analysis/measurement.ts'
import { outlookOf } from '../../analysis/outlook.ts'
import type { Watch } from '../../analysis/watch.ts'
import type { MetricPoll, Poll } from '../progress.ts'

/** What one poll found, led by the first metric that decides; null when there was nothing to learn. */
export function pollOf(watch: Watch, measurements: ReadonlyMap<string, Measurement>, at: number): Poll | null {
  const found = watch.metrics.flatMap(({ name, dryRun, judgement }): MetricPoll[] => {
    const measurement = measurements.get(name)
    if (!measurement) return []
    const { assessment, policy } = judgement
    const reads = policy.reads === undefined ? {} : { reads: policy.reads }
    return [{ name, dryRun, measurement, assessment, outlook: shortOutlook(judgement), ...reads }]
  })
  const first = found.find(({ dryRun }) => !dryRun) ?? found[0]
  return first ? ledBy(first, found, at) : null
}

/** The polls as the metric of this name saw them; those in which it learnt nothing are left out. */
export const pollsLedBy = (polls: readonly Poll[], name: string): Poll[] =>
  polls.flatMap((poll) => {
    const { at, others = [], ...own } = poll
    if (own.name === name || own.name === undefined) return [poll]
    const found: MetricPoll[] = [{ dryRun: false, outlook: null, ...own, name: own.name }, ...others]
    const leader = found.find((metric) => metric.name === name)
    return leader ? [ledBy(leader, found, at)] : []
  })

const ledBy = (leader: MetricPoll, all: readonly MetricPoll[], at: number): Poll => ({
  ...{ at, ...leader },
  others: all.filter((metric) => metric !== leader),
})

function shortOutlook(judgement: Judgement): MetricPoll['outlook'] {
  const outlook = outlookOf(judgement)
  return outlook && { decidesAt: outlook.decidesAt }
}

/** Of a watch that began so many seconds after the deploy: times are as if there had been one watch. */
export const pollLater = (poll: Poll, seconds: number): Poll => {
  const { outlook, others = [] } = poll
  const later = (at: number): number => Math.round((at + seconds) * 10) / 10
  const measured = <M extends Pick<Poll, 'measurement'>>(metric: M): M => ({
    ...metric,
    measurement: { ...metric.measurement, at: later(metric.measurement.at) },
  })
  return {
    ...measured(poll),
    at: later(poll.at),
    others: others.map(measured),
    ...(outlook?.decidesAt == null ? {} : { outlook: { decidesAt: later(outlook.decidesAt) } }),
  }
}

import type { Measurement } from '../analysis/measurement.ts'
import { formatDuration } from '../config/parse-duration.ts'
import type { MetricPoll, Poll } from '../flows/progress.ts'
import { describeMeasurement } from './describe-measurement.ts'

/** What the log of a watch has shown so far, and what has come together since. Plain data. */
export type WatchLog = {
  /** Seconds since the deploy, of the last line. */
  shownAt: number
  /** Counts since the last line. */
  since: { errors: number; total: number }
  failed: boolean
  /** Whether there were figures, as far as the log says, and since when it says so. */
  figures: boolean
  flippedAt: number
  quarters: { regressed: number; healthy: number }
}

/** Seconds of watch without news after which there is a line all the same. */
const QUIET = 30
const BAR = 8
const FOUND_COLUMNS = 34

export const beginWatchLog = (): WatchLog => ({
  shownAt: Number.NEGATIVE_INFINITY,
  since: { errors: 0, total: 0 },
  ...{ failed: false, figures: true, flippedAt: Number.NEGATIVE_INFINITY, quarters: { regressed: 0, healthy: 0 } },
})

/**
 * The line for a poll, or null when there is nothing that a person wants to see: the first errors, evidence past the
 * next quarter, no more figures or figures again, the verdict, and half a minute without any of these.
 */
export function watchLine(log: WatchLog, poll: Poll, duration: number): { log: WatchLog; line: string | null } {
  const { at, measurement, assessment } = poll
  const { healthy } = assessment.evidence
  const regressed = Math.max(assessment.evidence.regressed, worstOther(poll)?.assessment.evidence.regressed ?? 0)
  const quarters = {
    regressed: Math.max(log.quarters.regressed, Math.floor(regressed * 4)),
    healthy: Math.max(log.quarters.healthy, Math.floor(healthy * 4)),
  }
  const figures = measurement.kind === 'counts' || measurement.kind === 'rate'
  const flipped = figures !== log.figures && at >= log.flippedAt + QUIET
  const failed = log.failed || failedIn(measurement)
  const since = added(log.since, measurement)
  const news =
    assessment.verdict !== 'undecided' ||
    (failed && !log.failed) ||
    flipped ||
    quarters.regressed > log.quarters.regressed ||
    quarters.healthy > log.quarters.healthy
  if (!news && at < log.shownAt + QUIET) return { log: { ...log, since, failed, quarters }, line: null }
  return {
    log: {
      ...{ shownAt: at, since: { errors: 0, total: 0 }, failed, quarters },
      ...(flipped ? { figures, flippedAt: at } : { figures: log.figures, flippedAt: log.flippedAt }),
    },
    line: lineFor(poll, since, duration),
  }
}

export const WATCH_HEAD = `  ${'after'.padStart(8)}  ${'since the last line'.padEnd(FOUND_COLUMNS)}  ${'for bad'.padEnd(BAR + 2)}  ${'for good'.padEnd(BAR + 2)}  left`

function lineFor(poll: Poll, since: WatchLog['since'], duration: number): string {
  const { at, measurement, assessment, reads } = poll
  const found = describeMeasurement(measurement.kind === 'counts' ? { ...measurement, ...since } : measurement, reads)
  const { regressed, healthy } = assessment.evidence
  const left = assessment.verdict === 'undecided' ? formatDuration(Math.max(0, duration - at)) : assessment.verdict
  const other = worstOther(poll)
  const end = `${left}${expectation(poll)}${other ? `; ${other.name} for bad ${percent(other.assessment.evidence.regressed)}` : ''}`
  return `  ${formatDuration(at).padStart(8)}  ${found.padEnd(FOUND_COLUMNS)}  [${bar(regressed)}]  [${bar(healthy)}]  ${end}`
}

/** `, verdict by 4m10s`: as the evidence grows now. */
const expectation = ({ at, assessment, outlook }: Poll): string =>
  assessment.verdict === 'undecided' && outlook?.decidesAt != null && outlook.decidesAt > at
    ? `, verdict by ${formatDuration(outlook.decidesAt)}`
    : ''

/** Of the other metrics that decide, the one with the most evidence for bad. */
const worstOther = ({ others = [] }: Poll): MetricPoll | undefined =>
  others
    .filter(({ dryRun }) => !dryRun)
    .toSorted((one, other) => other.assessment.evidence.regressed - one.assessment.evidence.regressed)[0]

const percent = (share: number): string => `${Math.floor(share * 100)}%`

const failedIn = (measurement: Measurement): boolean =>
  (measurement.kind === 'counts' && measurement.errors > 0) || (measurement.kind === 'rate' && measurement.rate > 0)

const added = (sum: WatchLog['since'], measurement: Measurement): WatchLog['since'] =>
  measurement.kind === 'counts'
    ? { errors: sum.errors + measurement.errors, total: sum.total + measurement.total }
    : sum

/** Full only when decided. */
const bar = (share: number): string => {
  const filled = share >= 1 ? BAR : Math.min(BAR - 1, Math.floor(share * BAR))
  return '#'.repeat(filled).padEnd(BAR, '-')
}

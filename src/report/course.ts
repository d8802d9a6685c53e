import type { Outcome } from '../flows/outcome.ts'
import type { Poll } from '../flows/progress.ts'
import { type Mark, marksOf, secondsSinceDeploy } from './marks.ts'
import { rateOf } from './rate-of.ts'
import { sameMetric } from './same-metric.ts'

type Column = {
  /** The highest rate that was measured in this stretch of time, 0 to 1; null where nothing was measured. */
  rate: number | null
  /** Evidence at the end of it, 0 to 1; null before the first poll and after the verdict. */
  evidence: Poll['assessment']['evidence'] | null
}

/** How the metric went from the deploy to the end of the run, in columns of the same length. */
export type Course = {
  /** Seconds since the deploy, at the right edge of the last column. */
  end: number
  columns: Column[]
  threshold: number
  /** What the rate is of: `Error rate`. */
  what: string
  marks: Mark[]
}

/** More would be too narrow to be told apart. */
const COLUMNS = 60
const ROUNDING = 1e-6
/** Room for a mark at the very end. */
const MARGIN = 1.02

const WHAT = {
  'error-rate': 'Error rate',
  score: 'Shortfall of the score',
  limit: 'Share of readings beyond the limit',
} as const

type Span = { from: number; to: number; rate: number | null; evidence: Column['evidence'] }

/** `null` when nothing was measured. A column keeps the highest rate of its polls, so that no breach is averaged away. */
export function courseOf(outcome: Outcome): Course | null {
  const { metric, polls, recovery } = outcome
  if (!metric || polls.length === 0) return null
  const restart = secondsSinceDeploy(outcome, 'verified') ?? secondsSinceDeploy(outcome, 'redeployed') ?? 0
  const spans = [
    ...spansOf(polls, metric.interval, 0),
    ...spansOf(sameMetric(recovery?.polls ?? [], polls), metric.interval, restart).map((span) => ({
      ...span,
      evidence: null,
    })),
  ]
  const marks = marksOf(outcome)
  const end = MARGIN * Math.max(...[spans.at(-1)?.to ?? 0, ...marks.map(({ at }) => at)], 1)
  const columns = columnsOf(spans, end / COLUMNS)
  if (columns.every(({ rate }) => rate === null)) return null
  return {
    end,
    threshold: metric.threshold,
    what: WHAT[metric.reads ?? 'error-rate'],
    marks,
    columns,
  }
}

/** Counts cover the time since the poll before. */
const spansOf = (polls: readonly Poll[], interval: number, offset: number): Span[] =>
  polls.map(({ at, measurement, assessment }, index) => ({
    from: offset + Math.max(0, polls[index - 1]?.at ?? at - interval),
    to: offset + at,
    rate: rateOf(measurement),
    evidence: assessment.evidence,
  }))

function columnsOf(spans: readonly Span[], width: number): Column[] {
  const columns = Array.from({ length: COLUMNS }, (): Column => ({ rate: null, evidence: null }))
  const last = COLUMNS - 1
  for (const { from, to, rate, evidence } of spans) {
    // Those whose middle is in the span; of a span that is shorter than a column, the one in which it ends.
    const end = Math.min(last, Math.max(0, Math.ceil(to / width - 0.5 - ROUNDING) - 1))
    const start = Math.min(end, Math.max(0, Math.ceil(from / width - 0.5 - ROUNDING)))
    for (const column of columns.slice(start, end + 1)) {
      if (rate !== null) column.rate = Math.max(rate, column.rate ?? 0)
      column.evidence = evidence
    }
  }
  // The margin is no gap.
  const [before, final] = columns.slice(-2)
  if (before && final && final.rate === null) final.rate = before.rate
  return columns
}

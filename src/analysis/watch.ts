import { beginJudgement, conclude, observe } from './judgement.ts'
import type { Judgement } from './judgement-state.ts'
import type { Measurement } from './measurement.ts'
import type { Policy } from './policy.ts'
import type { Assessment, Conclusion, Verdict } from './verdict.ts'

/** Several metrics that are watched together. `dryRun` metrics are reported and never decide. Plain data. */
export type Watch = { metrics: readonly Metric[] }
type Metric = { name: string; dryRun: boolean; judgement: Judgement }

/** The verdict over all metrics; `decidedBy` names the metric that it comes from, null while none has decided. */
export type WatchVerdict<A extends Assessment = Assessment> = { decidedBy: string | null; assessment: A }

type End = WatchVerdict<Conclusion> & { decidedBy: string }

/** The worst verdict of any metric is the verdict of the watch. */
const WORST_FIRST: Verdict[] = ['regressed', 'unavailable', 'inconclusive', 'healthy']

/**
 * `falseRollbackRisk` is the risk of the whole watch: the metrics that decide share it evenly (Bonferroni), so adding a
 * metric never adds to the risk. Throws a RangeError for a policy that cannot be judged with, for two metrics of one
 * name and for a watch in which no metric decides.
 */
export function beginWatch(metrics: readonly { name: string; policy: Policy; dryRun?: boolean }[]): Watch {
  const deciding = metrics.filter(({ dryRun }) => !dryRun).length
  if (deciding === 0) throw new RangeError('watch: at least one metric must decide; all of them are dry-run')
  const names = metrics.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new RangeError(`watch: two metrics are called ${JSON.stringify(twice)}`)
  return {
    metrics: metrics.map(({ name, policy, dryRun = false }) => {
      const falseRollbackRisk = policy.falseRollbackRisk / (dryRun ? 1 : deciding)
      return { name, dryRun, judgement: beginJudgement({ ...policy, falseRollbackRisk }) }
    }),
  }
}

/**
 * Takes in what one poll measured, by the metrics' names. A metric that is healthy already goes on being judged: others
 * may still need time, in which it can regress. Throws a RangeError for a metric that this watch does not have.
 */
export function observeAll(watch: Watch, measurements: ReadonlyMap<string, Measurement>): Watch {
  for (const name of measurements.keys())
    if (!watch.metrics.some((metric) => metric.name === name))
      throw new RangeError(`watch: no metric is called ${JSON.stringify(name)}`)
  if (assessWatch(watch).assessment.verdict !== 'undecided') return watch
  return {
    metrics: watch.metrics.map((metric) => {
      const measurement = measurements.get(metric.name)
      return measurement ? { ...metric, judgement: observe(reopened(metric.judgement), measurement) } : metric
    }),
  }
}

/** Regressed as soon as one deciding metric is; healthy as soon as all are. */
export function assessWatch(watch: Watch): WatchVerdict {
  const deciding = watch.metrics.filter(({ dryRun }) => !dryRun)
  const regressed = deciding.find(({ judgement }) => judgement.assessment.verdict === 'regressed')
  const open = deciding.find(({ judgement }) => judgement.assessment.verdict === 'undecided')
  const spokesman = (regressed ?? open ?? deciding[0]) as Metric
  const { assessment } = spokesman.judgement
  return { decidedBy: assessment.verdict === 'undecided' ? null : spokesman.name, assessment }
}

/**
 * The watch is over: the worst conclusion of a deciding metric, the first one of that kind. Of several metrics the
 * sentence names the one that it is about, or all of them when all are healthy. `stepsLeft`: see `conclude`.
 */
export function concludeWatch(watch: Watch, stepsLeft = false): End {
  const ends = watch.metrics
    .filter(({ dryRun }) => !dryRun)
    .map(({ name, judgement }): End => ({ decidedBy: name, assessment: conclude(judgement, stepsLeft) }))
  const rank = ({ assessment }: End) => WORST_FIRST.indexOf(assessment.verdict)
  const worst = ends.reduce((worst, end) => (rank(end) < rank(worst) ? end : worst))
  if (watch.metrics.length === 1) return worst
  const told = worst.assessment.verdict === 'healthy' ? ends : [worst]
  const sentence = told.map(({ decidedBy, assessment }) => `${decidedBy}: ${assessment.sentence}`).join('; ')
  return { decidedBy: worst.decidedBy, assessment: { ...worst.assessment, sentence } }
}

function reopened(judgement: Judgement): Judgement {
  if (judgement.assessment.verdict !== 'healthy') return judgement
  return { ...judgement, assessment: { ...judgement.assessment, verdict: 'undecided', reason: 'watching' } }
}

import type { Policy } from '../../analysis/policy.ts'
import type { MetricSettings, WatchSettings } from '../../config/settings.ts'
import type { MetricSource, MetricSources } from '../ports.ts'
import { askedOnce } from './asked-once.ts'

/**
 * One metric of a watch. One that is `dryRun` is judged and reported, and never decides. `baseline` is the same metric
 * of what the release is compared with, over the same intervals.
 */
export type WatchedMetric = {
  name: string
  dryRun: boolean
  policy: Policy
  source: MetricSource
  baseline?: MetricSource
}

/** What a canary is measured beside. */
export type Beside = {
  environment: string
  sources: MetricSources
  /** How much worse is still fine: 0.2 is a fifth. */
  tolerate: number
}

/** The metrics of the settings with the sources to ask; `change` is what this watch does in another way. */
export function watchedMetrics(
  { metrics }: WatchSettings,
  sources: MetricSources,
  change: Partial<Policy> = {},
  beside: Beside | null | undefined = null,
): WatchedMetric[] {
  return metrics.flatMap((metric): WatchedMetric[] => {
    const { name, dryRun } = metric
    const policy = { ...metric.policy, ...change }
    const [source, baseline] = [sources.get(name), beside?.sources.get(name)]
    if (!source) throw new Error(`The metric ${name} passed the checks without a source`)
    if (!beside || !baseline || !canBeCompared(metric)) return [{ name, dryRun, policy, source }]
    const both = { dryRun, source: askedOnce(source), baseline: askedOnce(baseline) }
    return [
      {
        ...both,
        name: comparisonOf(name, beside.environment),
        policy: { ...policy, baseline: { tolerate: beside.tolerate } },
      },
      { ...both, name, policy: { ...policy, control: true } },
    ]
  })
}

/** Figures without counts say nothing of how sure a difference is. */
const canBeCompared = ({ rate, figure }: Pick<MetricSettings, 'rate' | 'figure'>): boolean =>
  rate === undefined && figure === null

const comparisonOf = (name: string, environment: string): string => `${name} beside ${environment}`

import type { Policy } from '../analysis/policy.ts'
import type { WatchSettings } from '../config/settings.ts'
import type { MetricSource, MetricSources } from './ports.ts'

/** One metric of a watch. One that is `dryRun` is judged and reported, and never decides. */
export type WatchedMetric = { name: string; dryRun: boolean; policy: Policy; source: MetricSource }

/** The metrics of the settings with the sources to ask; `change` is what this watch does in another way. */
export function watchedMetrics(
  { metrics }: WatchSettings,
  sources: MetricSources,
  change: Partial<Policy> = {},
): WatchedMetric[] {
  return metrics.map(({ name, dryRun, policy }) => {
    const source = sources.get(name)
    if (!source) throw new Error(`The metric ${name} passed the checks without a source`)
    return { name, dryRun, source, policy: { ...policy, ...change } }
  })
}

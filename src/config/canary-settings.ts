import { PLAIN_METRIC } from './metric-table.ts'
import { needed } from './needed.ts'
import type { ParsedSettings } from './setting-table.ts'
import type { CanarySettings, MetricSettings, Settings } from './settings.ts'

/** From settings that passed the checks; `null` when the environment is no canary. */
export function assembleCanary(parsed: ParsedSettings): CanarySettings | null {
  const of = parsed['canary-of']
  if (of === undefined) return null
  return {
    ...{ of, tolerance: needed(parsed.tolerance) },
    ...{ promote: needed(parsed.promote), onFailure: needed(parsed['on-failure']) },
  }
}

/** What is wrong with comparing this environment with the one that it is the canary of; `null` when nothing is. */
export function flawInCanary({ canary, watch }: Settings, environment: string): string | null {
  if (canary === null) return null
  const { of } = canary
  if (of === environment) return `canary-of: expected another environment than ${environment} itself, got ${of}`
  if (watch === null) return `canary-of: expected a metric to compare ${environment} and ${of} by, got none`
  const same = watch.metrics.find((metric) => !tellsApart(metric))
  if (!same) return null
  return `canary-of: expected {environment}, {version} or {commit} in what ${same.name === PLAIN_METRIC ? 'the metric' : `the metric ${same.name}`} asks, so that ${environment} and ${of} have figures of their own, got none of them`
}

/** A script is told the environment. */
const tellsApart = ({ source, url, errors, total, rate }: MetricSettings): boolean =>
  source === 'command' ||
  [url, errors, total, rate].some((text) => text !== undefined && /\{(environment|version|commit)\}/.test(text))

import type { Policy } from '../analysis/policy.ts'
import { shortestVerification } from './first-measurement.ts'
import type { ParsedMetric } from './metric-table.ts'
import { needed } from './needed.ts'
import type { ParsedSettings } from './setting-table.ts'
import type { MetricSettings, WatchSettings } from './settings.ts'

/** Share of the readings of a value that may be above its limit. */
const SHARE_ABOVE = 0.2

/** From settings that passed the checks. */
export function assembleWatch(
  parsed: ParsedSettings,
  metrics: readonly { name: string; parsed: ParsedMetric }[],
  verifyDurationGiven: boolean,
): WatchSettings {
  const [interval, duration] = [needed(parsed.interval), needed(parsed.duration)]
  const [settle, lag, verify] = [needed(parsed.settle), needed(parsed.lag), needed(parsed['verify-duration'])]
  const times = { interval, duration, minDuration: Math.min(needed(parsed['min-duration']), duration) }
  const risk = needed(parsed['false-rollback-risk'])
  return {
    ...{ settle, lag, interval, duration, monitorFor: needed(parsed['monitor-for']) },
    verifyDuration: verifyDurationGiven ? verify : Math.max(verify, shortestVerification({ settle, lag, interval })),
    metrics: metrics.map(({ name, parsed: metric }) =>
      assembleMetric(name, metric, { ...times, falseRollbackRisk: risk }),
    ),
  }
}

function assembleMetric(
  name: string,
  metric: ParsedMetric,
  common: Pick<Policy, 'interval' | 'duration' | 'minDuration' | 'falseRollbackRisk'>,
): MetricSettings {
  const { errors, total, score, value, 'at-least': atLeast, 'at-most': atMost, 'rate-window': rateWindow } = metric
  const threshold = metric.threshold ?? (atLeast === undefined ? SHARE_ABOVE : 1 - atLeast)
  return {
    ...{ name, dryRun: metric['dry-run'] ?? false, source: needed(metric.metric), errors, total },
    ...{ url: metric['metric-url'], headers: metric['metric-headers'], command: metric['metric-command'] },
    rate: score ?? value ?? metric.rate,
    figure: atLeast !== undefined ? { kind: 'score' } : atMost !== undefined ? { kind: 'value', atMost } : null,
    policy: {
      ...common,
      threshold: Number(threshold.toPrecision(12)),
      noise: needed(metric.noise),
      ignoreBlips: needed(metric['ignore-blips']),
      minimumRequests: needed(metric['minimum-requests']),
      ...(rateWindow === undefined ? {} : { rateWindow }),
      ...(atLeast !== undefined ? { reads: 'score' } : atMost !== undefined ? { reads: 'limit' } : {}),
    },
  }
}

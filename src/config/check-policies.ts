import { flawInPolicy, type PolicyFlaw } from '../analysis/check-policy.ts'
import type { MetricSettingName } from './metric-table.ts'
import type { SettingName } from './setting-table.ts'
import type { MetricSettings, WatchSettings } from './settings.ts'

type Complain = (metric: MetricSettings, setting: MetricSettingName | SettingName, message: string) => void

/** Where the field of a policy comes from. A baseline is no setting of a guard. */
export const SETTING_OF: Record<
  Exclude<PolicyFlaw['field'], 'reads' | 'baseline' | 'control'>,
  MetricSettingName | SettingName
> = {
  threshold: 'threshold',
  falseRollbackRisk: 'false-rollback-risk',
  noise: 'noise',
  ignoreBlips: 'ignore-blips',
  minimumRequests: 'minimum-requests',
  interval: 'interval',
  minDuration: 'min-duration',
  duration: 'duration',
  rateWindow: 'rate-window',
}

/** The judgement's own check, on what came out of the settings: each may be fine, and what is made of it is not. */
export function checkPolicies(watch: WatchSettings, complain: Complain): void {
  for (const metric of watch.metrics) {
    const flaw = flawInPolicy(metric.policy)
    if (flaw === null || flaw.field === 'reads' || flaw.field === 'baseline' || flaw.field === 'control') continue
    const score = flaw.field === 'threshold' && metric.figure?.kind === 'score'
    if (score) complain(metric, 'at-least', 'expected a score further from 0 and 1 than rounding, such as 0.8')
    else complain(metric, SETTING_OF[flaw.field], `expected ${flaw.expected}, got ${JSON.stringify(flaw.found)}`)
  }
}

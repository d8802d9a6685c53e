import type { Problem } from './check-settings.ts'
import type { EffectiveSettings } from './effective-settings.ts'
import type { SettingName } from './setting-table.ts'

/** A problem with where its setting stands; `unsaid` begins the name of a setting that stands nowhere. */
export function sayProblem(
  { setting, metric, message }: Problem,
  { origins, metricOrigins }: EffectiveSettings,
  unsaid: string,
): string {
  const plain = origins[setting as SettingName]
  if (metric === null) return `${plain ?? `${unsaid}${setting}`}: ${message}`
  const own = metricOrigins[metric] ?? {}
  const [anywhere = ''] = Object.values(own).map((origin) => origin.split(' ')[0])
  return `${own[setting as keyof typeof own] ?? `${anywhere} metrics.${metric}.${setting}`.trim()}: ${message}`
}

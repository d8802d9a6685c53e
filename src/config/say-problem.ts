import type { Problem } from './check-settings.ts'
import type { EffectiveSettings } from './effective-settings.ts'
import type { SettingName } from './setting-table.ts'

/**
 * A problem with where its setting stands, and where those stand that it contradicts; `unsaid` begins the name of a
 * setting that stands nowhere.
 */
export function sayProblem(
  { setting, metric, beside, message }: Problem,
  { origins, metricOrigins }: EffectiveSettings,
  unsaid: string,
): string {
  const own = metric === null ? {} : (metricOrigins[metric] ?? {})
  const originOf = (name: string): string | undefined => own[name as keyof typeof own] ?? origins[name as SettingName]
  const others = beside.flatMap((name) => originOf(name) ?? [])
  const said = others.length > 0 ? `${message} (${others.join(', ')})` : message
  if (metric === null) return `${originOf(setting) ?? `${unsaid}${setting}`}: ${said}`
  const [anywhere = ''] = Object.values(own).map((origin) => origin.split(' ')[0])
  return `${own[setting as keyof typeof own] ?? `${anywhere} metrics.${metric}.${setting}`.trim()}: ${said}`
}

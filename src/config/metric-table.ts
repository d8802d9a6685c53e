import { setting } from './setting.ts'
import { parseFlag, parseNumber, parseScore, parseText } from './setting-parsers.ts'
import { SETTING_TABLE } from './setting-table.ts'

/** What a metric takes over from the settings around it, where it says nothing itself. */
export const PLAIN_NAMES = [
  ...(['metric', 'metric-url', 'metric-headers', 'metric-command'] as const),
  ...(['errors', 'total', 'rate', 'rate-window', 'threshold'] as const),
  ...(['noise', 'ignore-blips', 'minimum-requests'] as const),
] as const

type Plain = Pick<typeof SETTING_TABLE, (typeof PLAIN_NAMES)[number]>

/** What one metric under `metrics:` of the configuration file may say. */
export const METRIC_TABLE = {
  ...(Object.fromEntries(PLAIN_NAMES.map((name) => [name, SETTING_TABLE[name]])) as Plain),
  score: setting(parseText, null, 'Query of a score from 0 to 1 of which more is better. Goes with `at-least`.'),
  'at-least': setting(parseScore, null, 'The lowest mean score that is good, such as `0.8`.'),
  value: setting(parseText, null, 'Query of a value that has a limit, such as a latency. Goes with `at-most`.'),
  'at-most': setting(
    parseNumber,
    null,
    'The limit. `threshold` is then the share of readings that may be above it, 20% unless the metric says it.',
  ),
  'dry-run': setting(parseFlag, 'false', '`true`: judged and reported, but never decides.'),
}

export type MetricSettingName = keyof typeof METRIC_TABLE

export const METRIC_SETTING_NAMES = Object.keys(METRIC_TABLE) as MetricSettingName[]

/** One metric as it is written; what is left out is not there. */
export type WrittenMetric = Partial<Record<MetricSettingName, string>>

/** By their names, in the order of the file. */
export type WrittenMetrics = Readonly<Record<string, WrittenMetric>>

export type ParsedMetric = {
  [Name in MetricSettingName]: ReturnType<(typeof METRIC_TABLE)[Name]['parse']> | undefined
}

/** What it is called in sentences and outputs. */
export const METRIC_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/

/** Name of the metric that the plain settings are. */
export const PLAIN_METRIC = 'metric'

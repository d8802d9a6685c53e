import { assembleWatch } from './assemble-watch.ts'
import { assembleCanary } from './canary-settings.ts'
import { type ComplainOfMetric, checkMetric } from './check-metric.ts'
import { checkPolicies } from './check-policies.ts'
import { checkTraffic } from './check-traffic.ts'
import { firstMeasurement, shortestVerification } from './first-measurement.ts'
import { inheritPlain } from './inherit-plain.ts'
import { METRIC_TABLE, type MetricSettingName, PLAIN_METRIC, type WrittenMetrics } from './metric-table.ts'
import { needed } from './needed.ts'
import { parseWritten } from './parse-written.ts'
import { type ParsedSettings, SETTING_TABLE, type SettingName, type WrittenSettings } from './setting-table.ts'
import type { Settings, VerifySettings } from './settings.ts'
import { assembleTraffic } from './traffic-settings.ts'

export type Problem = {
  setting: SettingName | MetricSettingName
  /** The metric that it is a setting of; null for a plain setting. */
  metric: string | null
  message: string
  /** Settings that it contradicts, which can stand in another section. */
  beside: readonly (SettingName | MetricSettingName)[]
  /** Something is not said. In a file, it may still be said by the inputs of a workflow. */
  missing: boolean
}

type Report = (setting: Problem['setting'], message: string, more?: Partial<Problem>) => void

/**
 * All that is wrong is said at once, so that a user mends it in one go. `metrics` are those of the configuration, `after`
 * the environment that it says this one comes after.
 */
export function checkSettings(
  all: WrittenSettings,
  metrics: WrittenMetrics = {},
  after: string | null = null,
): { kind: 'settings'; settings: Settings } | { kind: 'problems'; problems: Problem[] } {
  const written = withoutMetricNone(all)
  const problems: Problem[] = []
  const report: Report = (setting, message, more = {}) =>
    problems.push({ ...{ setting, message, metric: null, beside: [], missing: false }, ...more })
  const parsed: ParsedSettings = parseWritten(SETTING_TABLE, written, report)
  const watched = checkMetrics(written, metrics, all.metric, report)
  checkWays(written, watched.length > 0, report)
  if (watched.length > 0) checkTimes(parsed, written, report)
  checkTraffic(parsed, written, watched.length > 0, report)
  if (problems.length > 0) return { kind: 'problems', problems }
  const settings = { ...assemble(parsed, watched, written), ring: assembleRing(parsed, after) }
  if (settings.watch !== null)
    checkPolicies(settings.watch, ({ name }, setting, message) =>
      report(setting, message, { metric: metrics[name] === undefined ? null : name }),
    )
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'settings', settings }
}

/** `metric: none` takes back what a wider scope says of the metric: this environment is not watched. */
function withoutMetricNone(written: WrittenSettings): WrittenSettings {
  if (written.metric?.trim() !== 'none') return written
  const rest = { ...written }
  for (const name of OF_METRIC) delete rest[name]
  return rest
}

const OF_METRIC = [
  ...(['metric', 'metric-url', 'metric-headers', 'metric-command'] as const),
  ...(['errors', 'total', 'rate', 'rate-window', 'threshold'] as const),
]

/** The metrics that are watched: those that have names, or else the one of the plain settings. */
function checkMetrics(
  written: WrittenSettings,
  metrics: WrittenMetrics,
  plainSource: string | undefined,
  report: Report,
) {
  // What names no source of its own takes over `none`, too.
  const named = Object.entries(metrics).filter(([, own]) => (own.metric ?? plainSource)?.trim() !== 'none')
  const several = named.map(([name, own]) => ({
    name,
    metric: name as string | null,
    text: inheritPlain(written, own),
  }))
  const single =
    written.metric === undefined ? [] : [{ name: PLAIN_METRIC, metric: null, text: inheritPlain(written, {}) }]
  const watched = (several.length > 0 ? several : single).map(({ name, metric, text }) => {
    const complain: ComplainOfMetric = (setting, message, beside = []) => report(setting, message, { metric, beside })
    checkMetric(text, complain, (setting, message) => report(setting, message, { metric, missing: true }))
    // What is wrong with an inherited setting has been said where it stands.
    const own = (setting: string) => metric === null || metrics[metric]?.[setting as MetricSettingName] !== undefined
    const parsed = parseWritten(METRIC_TABLE, text, (setting, message) => {
      if (metric !== null && own(setting)) complain(setting, message)
    })
    return { name, parsed }
  })
  if (watched.length > 0 && watched.every(({ parsed }) => parsed['dry-run']))
    report('dry-run', 'expected at least one metric that decides, all of them are dry-run', {
      metric: watched.at(-1)?.name ?? null,
    })
  return watched
}

/** Of each of these there is one way, and some need each other. */
function checkWays(written: WrittenSettings, watched: boolean, report: Report): void {
  const given = (name: SettingName): boolean => written[name] !== undefined
  const miss: Report = (setting, message) => report(setting, message, { missing: true })
  const ways = (['deploy-command', 'deploy-workflow', 'deploy'] as const).filter(given)
  const [last, ...beside] = ways.toReversed()
  if (last === undefined)
    miss(
      'deploy-command',
      'expected a command, or deploy-workflow, or `deploy: none` for a runtime that pulls, got none',
    )
  else if (beside.length > 0) {
    const found = ways.join(' and ')
    report(last, `expected one of deploy-command, deploy-workflow and deploy: none, got ${found}`, { beside })
  }
  if (given('verify-url') && given('verify-command'))
    report('verify-url', 'expected verify-url or verify-command, got both', { beside: ['verify-command'] })
  if (given('verify-value') && !given('verify-url')) miss('verify-value', 'expected verify-url beside it, got none')
  if (watched) return
  for (const name of OF_METRIC) if (given(name)) miss(name, 'expected metric (the source) beside it, got none')
}

/** Only compares what could be read: a duration that is wrong has been complained of already. */
function checkTimes(parsed: ParsedSettings, written: WrittenSettings, report: Report): void {
  const { duration, interval, settle, lag, 'min-duration': minDuration, 'verify-duration': verify } = parsed
  if (duration !== undefined && written['min-duration'] !== undefined && minDuration !== undefined)
    if (minDuration > duration)
      report('min-duration', `expected at most duration (${duration}s), got ${minDuration}s`, {
        beside: ['duration'],
      })
  if (settle === undefined || lag === undefined || interval === undefined) return
  const times = { settle, lag, interval }
  const first = firstMeasurement(times)
  if (duration !== undefined && first > duration)
    report(
      'duration',
      `expected ${first}s or more: nothing is measured before settle + lag + interval, got ${duration}s`,
      { beside: ['settle', 'lag', 'interval'] },
    )
  const shortest = shortestVerification(times)
  if (written['verify-duration'] !== undefined && verify !== undefined && verify > 0 && verify < shortest)
    report(
      'verify-duration',
      `expected 0s, or ${shortest}s or more: nothing is measured before lag + interval and what is left of settle, got ${verify}s`,
      { beside: ['settle', 'lag', 'interval'] },
    )
}

function assemble(
  parsed: ParsedSettings,
  watched: Parameters<typeof assembleWatch>[1],
  written: WrittenSettings,
): Omit<Settings, 'ring'> {
  return {
    deploy: assembleDeploy(parsed),
    watch: watched.length === 0 ? null : assembleWatch(parsed, watched, written['verify-duration'] !== undefined),
    verify: assembleVerify(parsed),
    onRegressed: needed(parsed['on-regressed']),
    onInconclusive: needed(parsed['on-inconclusive']),
    onUnavailable: needed(parsed['on-unavailable']),
    onCancel: needed(parsed['on-cancel']),
    requireArmed: needed(parsed['require-armed']),
    quarantine: needed(parsed.quarantine),
    allowUntestedTarget: needed(parsed['allow-untested-target']),
    onRollback: needed(parsed['on-rollback']),
    owner: parsed.owner ?? null,
    notifyWebhook: parsed['notify-webhook'] ?? null,
    canary: assembleCanary(parsed),
    readiness: {
      ...{ require: parsed.require ?? [], onUnready: needed(parsed['on-unready']) },
      ...{ maxDrillAge: needed(parsed['max-drill-age']), drilledIn: parsed['drilled-in'] ?? null },
    },
    traffic: assembleTraffic(parsed),
  }
}

const assembleRing = (parsed: ParsedSettings, after: string | null): Settings['ring'] =>
  after === null
    ? null
    : { after, outOfOrder: needed(parsed['out-of-order']), onFailure: needed(parsed['on-ring-failure']) }

function assembleDeploy(parsed: ParsedSettings): Settings['deploy'] {
  const timeout = needed(parsed['deploy-timeout'])
  const [command, workflow] = [parsed['deploy-command'], parsed['deploy-workflow']]
  if (workflow !== undefined) return { kind: 'workflow', workflow, timeout }
  return command === undefined
    ? { kind: 'none', timeout }
    : { kind: 'command', command, timeout, paths: parsed.paths ?? [] }
}

function assembleVerify(parsed: ParsedSettings): VerifySettings | null {
  const [url, command] = [parsed['verify-url'], parsed['verify-command']]
  if (url !== undefined) return { kind: 'url', url, expression: parsed['verify-value'] }
  return command === undefined ? null : { kind: 'command', command }
}

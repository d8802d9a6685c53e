import {
  type ParsedSettings,
  SETTING_NAMES,
  SETTING_TABLE,
  type SettingName,
  type WrittenSettings,
} from './setting-table.ts'
import type { Settings, VerifySettings, WatchSettings } from './settings.ts'

export type Problem = {
  setting: SettingName
  message: string
  /** Something is not said. In a file, it may still be said by the inputs of a workflow. */
  missing: boolean
}

/** All that is wrong is said at once, so that a user mends it in one go. */
export function checkSettings(
  all: WrittenSettings,
): { kind: 'settings'; settings: Settings } | { kind: 'problems'; problems: Problem[] } {
  const written = withoutMetricNone(all)
  const problems: Problem[] = []
  const parsed = Object.fromEntries(
    SETTING_NAMES.map((name) => {
      const text = written[name] ?? SETTING_TABLE[name].default
      try {
        return [name, text === null ? undefined : SETTING_TABLE[name].parse(text)]
      } catch (error) {
        problems.push(problem(name, (error as Error).message))
        return [name, undefined]
      }
    }),
  ) as ParsedSettings
  problems.push(...contradictions(parsed, written))
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'settings', settings: assemble(parsed) }
}

const OF_METRIC = [
  'metric',
  'metric-url',
  'metric-headers',
  'metric-command',
  'errors',
  'total',
  'rate',
  'threshold',
] as const

/** `metric: none` takes back what a wider scope says of the metric: this environment is not watched. */
function withoutMetricNone(written: WrittenSettings): WrittenSettings {
  if (written.metric?.trim() !== 'none') return written
  const rest = { ...written }
  for (const name of OF_METRIC) delete rest[name]
  return rest
}

function contradictions(parsed: ParsedSettings, written: WrittenSettings): Problem[] {
  const problems: Problem[] = []
  const complain = (setting: SettingName, message: string) => problems.push(problem(setting, message))
  const miss = (setting: SettingName, message: string) => problems.push(problem(setting, message, true))
  const given = (name: SettingName): boolean => written[name] !== undefined

  if (!given('deploy-command') && !given('deploy')) {
    miss('deploy-command', 'expected a command, or `deploy: none` for a runtime that pulls, got neither')
  }
  if (given('deploy-command') && given('deploy'))
    complain('deploy', 'expected deploy-command or deploy: none, got both')
  if (given('verify-url') && given('verify-command')) {
    complain('verify-url', 'expected verify-url or verify-command, got both')
  }
  if (given('verify-value') && !given('verify-url')) miss('verify-value', 'expected verify-url beside it, got none')

  const measures = (['errors', 'total', 'rate'] as const).filter(given)
  if (!given('metric')) {
    for (const name of [...measures, 'threshold', 'metric-url', 'metric-headers', 'metric-command'] as const) {
      if (given(name)) miss(name, 'expected metric (the source) beside it, got none')
    }
    return problems
  }
  if (written.metric === 'command') {
    if (!given('metric-command')) miss('metric-command', 'expected a script for metric: command, got none')
    for (const name of measures) complain(name, 'expected the script alone to say it (metric: command), got both')
  } else if (measures.join() !== 'errors,total' && measures.join() !== 'rate') {
    const report = measures.length < 2 ? miss : complain
    report('metric', `expected errors and total, or rate, got ${measures.join(' and ') || 'none of them'}`)
  }
  if (!given('threshold')) miss('threshold', 'expected a rate such as 1%, got none')
  problems.push(...impossibleTimes(parsed, given('min-duration')))
  return problems
}

/** Only compares what could be read: a duration that is wrong has been complained of already. */
function impossibleTimes(parsed: ParsedSettings, minDurationGiven: boolean): Problem[] {
  const { duration, interval, settle, lag, 'min-duration': minDuration } = parsed
  if (duration === undefined) return []
  const before = settle === undefined || lag === undefined || interval === undefined ? 0 : settle + lag + interval
  return [
    ...(minDurationGiven && minDuration !== undefined && minDuration > duration
      ? [problem('min-duration', `expected at most duration (${duration}s), got ${minDuration}s`)]
      : []),
    ...(before > duration
      ? [problem('duration', `expected more than settle + lag + interval (${before}s), got ${duration}s`)]
      : []),
  ]
}

const problem = (setting: SettingName, message: string, missing = false): Problem => ({ setting, message, missing })

function assemble(parsed: ParsedSettings): Settings {
  const timeout = need(parsed['deploy-timeout'])
  const command = parsed['deploy-command']
  return {
    deploy:
      command === undefined
        ? { kind: 'none', timeout }
        : { kind: 'command', command, timeout, paths: parsed.paths ?? [] },
    watch: parsed.metric === undefined ? null : assembleWatch(parsed, parsed.metric),
    verify: assembleVerify(parsed),
    onRegressed: need(parsed['on-regressed']),
    onInconclusive: need(parsed['on-inconclusive']),
    onUnavailable: need(parsed['on-unavailable']),
    requireArmed: need(parsed['require-armed']),
    quarantine: need(parsed.quarantine),
    allowUntestedTarget: need(parsed['allow-untested-target']),
  }
}

function assembleWatch(parsed: ParsedSettings, source: string): WatchSettings {
  const { errors, total, rate } = parsed
  const [interval, duration] = [need(parsed.interval), need(parsed.duration)]
  const policy = {
    threshold: need(parsed.threshold),
    falseRollbackRisk: need(parsed['false-rollback-risk']),
    noise: need(parsed.noise),
    ignoreBlips: need(parsed['ignore-blips']),
    minimumRequests: need(parsed['minimum-requests']),
    minDuration: Math.min(need(parsed['min-duration']), duration),
    ...{ interval, duration },
  }
  return {
    ...{ settle: need(parsed.settle), lag: need(parsed.lag), interval, duration },
    verifyDuration: need(parsed['verify-duration']),
    metrics: [
      {
        ...{ name: 'metric', dryRun: false, source, errors, total, rate, figure: null, policy },
        url: parsed['metric-url'],
        headers: parsed['metric-headers'],
        command: parsed['metric-command'],
      },
    ],
  }
}

function assembleVerify(parsed: ParsedSettings): VerifySettings | null {
  const [url, command] = [parsed['verify-url'], parsed['verify-command']]
  if (url !== undefined) return { kind: 'url', url, expression: parsed['verify-value'] }
  return command === undefined ? null : { kind: 'command', command }
}

const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('A setting without a value passed the checks')
  return value
}

import { parse } from 'yaml'
import { flawInPolicy } from '../analysis/check-policy.ts'
import type { Policy } from '../analysis/policy.ts'
import { SETTING_OF } from './check-policies.ts'
import { parseDuration } from './parse-duration.ts'
import { SETTING_TABLE } from './setting-table.ts'

const NAMES = [
  'threshold',
  'false-rollback-risk',
  'noise',
  'ignore-blips',
  'minimum-requests',
  'interval',
  'min-duration',
  'duration',
] as const
const DURATIONS: readonly string[] = ['ignore-blips', 'interval', 'min-duration', 'duration', 'rate-window']
const MORE = ['rate-window', 'reads', 'tolerate']

/**
 * A policy from a YAML or JSON file with the settings of the action under their own names, such as `threshold: 1%`;
 * what is left out has its default. Beyond these: `rate-window`, `reads` (error-rate, score or limit) and `tolerate` (judge against
 * a baseline). Numbers without a unit are seconds for durations and ratios for the rest. Throws an Error that names
 * file and setting.
 */
export function readPolicy(text: string, file: string): Policy {
  const value: unknown = parseYaml(text, file)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${file}: expected settings such as "threshold: 1%"`)
  const written = value as Record<string, unknown>
  const known: readonly string[] = [...NAMES, ...MORE]
  const unknown = Object.keys(written).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`${file}: ${unknown}: expected one of ${known.join(', ')}`)

  const duration = read('duration', written, file)
  const least = Math.min(
    read('min-duration', written, file),
    written['min-duration'] === undefined ? duration : Infinity,
  )
  const { 'rate-window': rateWindow, reads, tolerate } = written
  const policy: Policy = {
    threshold: read('threshold', written, file),
    falseRollbackRisk: read('false-rollback-risk', written, file),
    noise: read('noise', written, file),
    ignoreBlips: read('ignore-blips', written, file),
    minimumRequests: read('minimum-requests', written, file),
    interval: read('interval', written, file),
    minDuration: least,
    duration,
    ...(rateWindow === undefined ? {} : { rateWindow: seconds('rate-window', rateWindow, file) }),
    ...(reads === undefined ? {} : { reads: reads as NonNullable<Policy['reads']> }),
    ...(tolerate === undefined ? {} : { baseline: { tolerate: tolerate as number } }),
  }
  if (reads !== undefined && !['error-rate', 'score', 'limit'].includes(reads as string))
    throw new Error(`${file}: reads: expected error-rate, score or limit, found ${JSON.stringify(reads)}`)
  if (tolerate !== undefined && (typeof tolerate !== 'number' || !(tolerate >= 0 && Number.isFinite(tolerate))))
    throw new Error(`${file}: tolerate: expected a number of 0 or more, such as 0.2, found ${JSON.stringify(tolerate)}`)
  if (tolerate !== undefined && reads !== undefined && reads !== 'error-rate')
    throw new Error(`${file}: tolerate: only counts are compared with a baseline, found reads: ${reads}`)
  const flaw = flawInPolicy(policy)
  if (flaw === null) return policy
  const setting = Object.entries(SETTING_OF).find(([field]) => field === flaw.field)?.[1] ?? flaw.field
  throw new Error(`${file}: ${setting}: expected ${flaw.expected}, found ${JSON.stringify(flaw.found)}`)
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new Error(`${file}: expected YAML or JSON: ${(error as Error).message.split('\n')[0]}`, { cause: error })
  }
}

function read(name: (typeof NAMES)[number], written: Record<string, unknown>, file: string): number {
  const value = written[name] ?? SETTING_TABLE[name].default
  if (value === null) throw new Error(`${file}: ${name}: expected a value such as 1%, found none`)
  if (DURATIONS.includes(name)) return seconds(name, value, file)
  return named(file, name, () => SETTING_TABLE[name].parse(String(value)))
}

function seconds(name: string, value: unknown, file: string): number {
  if (typeof value === 'number') return value
  return named(file, name, () => parseDuration({ min: 0, max: 86_400 })(String(value)))
}

function named<T>(file: string, name: string, parseValue: () => T): T {
  try {
    return parseValue()
  } catch (error) {
    throw new Error(`${file}: ${name}: ${(error as Error).message}`, { cause: error })
  }
}

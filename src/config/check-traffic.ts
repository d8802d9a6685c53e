import { firstMeasurement, shortestVerification } from './first-measurement.ts'
import type { ParsedSettings, SettingName, WrittenSettings } from './setting-table.ts'
import { stepDurationOf } from './traffic-settings.ts'

type Report = (
  setting: SettingName,
  message: string,
  more?: { beside?: readonly SettingName[]; missing?: boolean },
) => void

const OF_URL = ['traffic-method', 'traffic-headers', 'traffic-body'] as const
const OF_HOOK = ['traffic-timeout', 'traffic-steps', 'rollback-steps'] as const

/** Whether what is said of the traffic fits together. Only compares what could be read. */
export function checkTraffic(parsed: ParsedSettings, written: WrittenSettings, watched: boolean, report: Report): void {
  const given = (name: SettingName): boolean => written[name] !== undefined
  if (given('traffic-command') && given('traffic-url'))
    report('traffic-url', 'expected traffic-url or traffic-command, got both', { beside: ['traffic-command'] })
  for (const name of OF_URL)
    if (given(name) && !given('traffic-url'))
      report(name, 'expected traffic-url beside it, got none', { missing: true })
  if (given('traffic-body') && parsed['traffic-method'] === 'GET')
    report('traffic-body', 'expected none with traffic-method: GET, got one', { beside: ['traffic-method'] })
  if (given('traffic-url') && !/\{(percent|rest)\}/.test(`${written['traffic-url']}${written['traffic-body'] ?? ''}`))
    report('traffic-url', 'expected {percent} in it or in traffic-body, got none', { beside: ['traffic-body'] })
  const hook = given('traffic-command') || given('traffic-url')
  for (const name of OF_HOOK)
    if (given(name) && !hook)
      report(name, 'expected traffic-command or traffic-url beside it, got none', { missing: true })
  if (given('step-duration') && !given('traffic-steps') && !given('rollback-steps'))
    report('step-duration', 'expected traffic-steps beside it, got none', { missing: true })
  if (given('rollback-steps') && !watched)
    report('rollback-steps', 'expected a metric to watch the steps by, got none', { missing: true })
  if (hook && watched) checkStepTimes(parsed, report)
}

/** A step that nothing is measured in says nothing of the share that it tries. */
function checkStepTimes(parsed: ParsedSettings, report: Report): void {
  const { settle, lag, interval, duration, 'traffic-steps': steps, 'rollback-steps': back } = parsed
  const length = stepDurationOf(parsed)
  if (settle === undefined || lag === undefined || interval === undefined || length === undefined) return
  const times = { settle, lag, interval }
  const least = back ? shortestVerification(times) : firstMeasurement({ ...times, settle: 0 })
  if (length < least)
    report('step-duration', `expected ${least}s or more: nothing is measured in less, got ${length}s`, {
      beside: ['interval', 'lag', ...(back ? (['settle', 'rollback-steps'] as const) : [])],
    })
  // A step ends with a poll.
  const taken = Math.ceil(length / interval) * interval
  if (duration !== undefined && steps && steps.length * taken > duration)
    report(
      'traffic-steps',
      `expected steps that fit into duration (${duration}s), got ${steps.length} of ${taken}s each`,
      {
        beside: ['step-duration', 'duration', 'interval'],
      },
    )
}

import { info, setSecret } from '@actions/core'
import { parseMetricHeaders } from '../config/metric-headers.ts'
import type { TrafficSettings } from '../config/settings.ts'
import { type TrafficByCommandOptions, trafficByCommand } from '../deploy/traffic-by-command.ts'
import { trafficByUrl } from '../deploy/traffic-by-url.ts'
import type { SetTraffic } from '../flows/ports.ts'
import { inSetting } from '../metrics/source-settings.ts'
import { systemClock } from './system-clock.ts'

/** Seconds: a rollback waits for it. */
const KILL_GRACE = 2

/**
 * How the traffic is set, and the secrets of that.
 *
 * @throws when address, headers or body are not well-formed, or a variable in the headers is missing
 */
export function assembleTraffic(
  { hook }: TrafficSettings,
  common: Omit<TrafficByCommandOptions, 'script' | 'write' | 'clock' | 'killGraceSeconds'>,
): { setTraffic: SetTraffic; secrets: string[] } {
  const clock = systemClock
  if (hook.kind === 'command')
    return {
      setTraffic: trafficByCommand({
        ...common,
        clock,
        script: hook.command,
        write: info,
        killGraceSeconds: KILL_GRACE,
      }),
      secrets: [],
    }
  const { headers, secrets } = inSetting('traffic-headers', () =>
    parseMetricHeaders(hook.headers ?? '', common.parentEnvironment),
  )
  for (const secret of secrets) setSecret(secret)
  const { url, method, body } = hook
  const { componentOf } = common
  return { setTraffic: trafficByUrl({ fetch, clock, url, method, body, headers, componentOf }), secrets }
}

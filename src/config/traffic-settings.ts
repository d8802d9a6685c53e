import { firstMeasurement } from './first-measurement.ts'
import { needed } from './needed.ts'
import type { ParsedSettings } from './setting-table.ts'
import type { TrafficSettings } from './settings.ts'

/** Every share is set beside these: to 0 before the deploy and before a rollback, and back after it. */
const BESIDE_STEPS = 3

/** From settings that passed the checks; `null` when nothing sets the traffic. */
export function assembleTraffic(parsed: ParsedSettings): TrafficSettings | null {
  const [command, url] = [parsed['traffic-command'], parsed['traffic-url']]
  if (command === undefined && url === undefined) return null
  return {
    hook:
      url === undefined
        ? { kind: 'command', command: needed(command) }
        : {
            ...{ kind: 'url', url, method: needed(parsed['traffic-method']) },
            ...{ body: parsed['traffic-body'], headers: parsed['traffic-headers'] },
          },
    timeout: needed(parsed['traffic-timeout']),
    steps: needed(parsed['traffic-steps']),
    stepDuration: needed(stepDurationOf(parsed)),
    rollbackSteps: parsed['rollback-steps'] ?? [],
  }
}

/**
 * Seconds; unless it is said, as many as make the earliest `healthy` no later than without steps. `undefined` where
 * something that it depends on could not be read.
 */
export function stepDurationOf(parsed: ParsedSettings): number | undefined {
  const { 'step-duration': said, 'traffic-steps': steps, 'min-duration': least, duration, interval, lag } = parsed
  if (said !== undefined) return said
  if (!steps || least === undefined || duration === undefined || interval === undefined || lag === undefined) return
  const share = Math.floor(Math.min(least, duration) / steps.length)
  return Math.max(share, firstMeasurement({ settle: 0, lag, interval }))
}

/** Seconds that setting the traffic adds to a guard. Where there is a metric, the watch goes on during the steps. */
export function trafficSeconds(
  { steps, rollbackSteps, stepDuration, timeout }: Omit<TrafficSettings, 'hook'>,
  watched: boolean,
): number {
  const set = (steps.length + rollbackSteps.length + BESIDE_STEPS) * timeout
  const pauses = watched ? rollbackSteps.length : steps.length
  return set + pauses * stepDuration
}

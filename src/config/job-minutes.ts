import { needed } from './needed.ts'
import { parseWritten } from './parse-written.ts'
import { SETTING_TABLE, type WrittenSettings } from './setting-table.ts'
import { assembleTraffic, trafficSeconds } from './traffic-settings.ts'

/** Reading, arming and both checkouts, and what a post step has left to finish. Seconds. */
const MARGIN = 600

/** Durations in seconds. */
export type JobTimes = {
  deployTimeout: number
  duration: number
  verifyDuration: number
  extend: boolean
  /** What setting the traffic adds. */
  traffic?: number
}

/**
 * What a job with a guard has to be given as `timeout-minutes`, so that it is never cut off in a rollback: deploy and
 * proof, the watch (twice when it may be extended), the deploy before, tried twice, its proof and its watch; and once
 * more `deploy-timeout`, for waiting until another run has ended its deploy; the shares of the traffic that are set on the
 * way there and back. Rounded up to five minutes.
 */
export function jobMinutes({ deployTimeout, duration, verifyDuration, extend, traffic = 0 }: JobTimes): number {
  const there = 2 * deployTimeout + duration * (extend ? 2 : 1)
  const back = 3 * deployTimeout + verifyDuration
  return Math.ceil((MARGIN + deployTimeout + there + back + traffic) / 300) * 5
}

/**
 * For settings as they were written, and the defaults where nothing was. A canary that is promoted has both
 * environments guarded in one job: `promoted` is what the other one needs by itself.
 *
 * @throws where a setting is not well-formed
 */
export function jobMinutesOf(written: WrittenSettings, promoted = 0): number {
  const parsed = parseWritten(SETTING_TABLE, written, (name, message) => {
    throw new Error(`${name}: ${message}`)
  })
  const traffic = assembleTraffic(parsed)
  return (
    promoted +
    jobMinutes({
      deployTimeout: needed(parsed['deploy-timeout']),
      duration: needed(parsed.duration),
      verifyDuration: needed(parsed['verify-duration']),
      extend: written['on-inconclusive'] === 'extend' || written['on-unavailable'] === 'extend',
      traffic: traffic ? trafficSeconds(traffic, written.metric !== undefined) : 0,
    })
  )
}

/** What the documentation and our own workflow give a job. */
export const defaultJobMinutes = (): number => jobMinutesOf({})

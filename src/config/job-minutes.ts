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
  return inMinutes(MARGIN + deployTimeout + there + back({ deployTimeout, verifyDuration }) + traffic)
}

/** A rollback alone: the deploy before, tried twice, its proof and its watch. */
const back = ({ deployTimeout, verifyDuration }: Pick<JobTimes, 'deployTimeout' | 'verifyDuration'>): number =>
  3 * deployTimeout + verifyDuration

const minutesBack = (times: JobTimes): number => inMinutes(back(times))

const inMinutes = (seconds: number): number => Math.ceil(seconds / 300) * 5

/**
 * For settings as they were written, and the defaults where nothing was. What goes on by itself is guarded in the same job:
 * `onward` are the settings of every environment that a release can come to in it. Where one of them takes those before it
 * back as well, each of these is deployed and watched once more.
 *
 * @throws where a setting is not well-formed
 */
export function jobMinutesOf(written: WrittenSettings, onward: readonly WrittenSettings[] = []): number {
  const all = [written, ...onward]
  const last = onward.findLastIndex((own) => own['on-ring-failure'] === 'roll-back-all')
  const again = last < 0 ? [] : all.slice(0, last + 1)
  return sum(all.map((own) => jobMinutes(timesOf(own)))) + sum(again.map((own) => minutesBack(timesOf(own))))
}

const sum = (minutes: readonly number[]): number => minutes.reduce((total, own) => total + own, 0)

function timesOf(written: WrittenSettings): JobTimes {
  const parsed = parseWritten(SETTING_TABLE, written, (name, message) => {
    throw new Error(`${name}: ${message}`)
  })
  const traffic = assembleTraffic(parsed)
  return {
    deployTimeout: needed(parsed['deploy-timeout']),
    duration: needed(parsed.duration),
    verifyDuration: needed(parsed['verify-duration']),
    extend: written['on-inconclusive'] === 'extend' || written['on-unavailable'] === 'extend',
    traffic: traffic ? trafficSeconds(traffic, written.metric !== undefined) : 0,
  }
}

/** What the documentation and our own workflow give a job. */
export const defaultJobMinutes = (): number => jobMinutesOf({})

import type { Settings } from '../../config/settings.ts'
import { trafficSeconds } from '../../config/traffic-settings.ts'

/** Seconds that a run waits beyond `deploy-timeout` for the deploy of another run: to be ended, seen and recorded. */
export const FENCE_MARGIN = 60

/** Seconds that the post step has to finish what main left. GitHub ends a cancelled job after five minutes. */
export const POST_BUDGET = 240

/** Seconds for reading, arming, requests, killing what hangs, and clocks that differ. */
const MARGIN = 300

/**
 * Seconds from the opening of a record until its run must have closed it: the wait for another deploy, the deploy and its
 * proof, the watch (twice where it may be extended), a rollback with a second try and its proof, the second watch, the
 * shares of the traffic that are set, and the post step. A record that is open for longer is that of a lost run.
 */
export const deadlineOf = ({ deploy, watch, traffic, onInconclusive, onUnavailable }: Settings): number => {
  const watches = onInconclusive === 'extend' || onUnavailable === 'extend' ? 2 : 1
  const fence = deploy.timeout + FENCE_MARGIN
  const release = 2 * deploy.timeout + watches * (watch?.duration ?? 0)
  const rollback = 3 * deploy.timeout + (watch?.verifyDuration ?? 0)
  const shares = traffic ? trafficSeconds(traffic, watch !== null) : 0
  return fence + release + rollback + shares + POST_BUDGET + MARGIN
}

/**
 * Seconds from a deploy to the poll that measures first. Polls come every `interval`; the first one after `settle` and
 * `lag` is where counting begins, the one after it says what happened since.
 */
export function firstMeasurement({ settle, lag, interval }: { settle: number; lag: number; interval: number }): number {
  return (Math.ceil((settle + lag) / interval) + 1) * interval
}

/** What of `settle` remains in the watch after a rollback: no more than half of its time. */
export function settleAfterRollback(settle: number, verifyDuration: number): number {
  return Math.min(settle, verifyDuration / 2)
}

/** The shortest watch after a rollback that measures anything, in whole seconds. */
export function shortestVerification(times: { settle: number; lag: number; interval: number }): number {
  const measures = (duration: number) =>
    firstMeasurement({ ...times, settle: settleAfterRollback(times.settle, duration) }) <= duration
  let duration = times.lag + times.interval
  while (!measures(duration)) duration += 1
  return duration
}

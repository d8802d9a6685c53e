import { startTraffic } from '../service/start-traffic.ts'
import { whenServed } from '../service/when-served.ts'
import type { Closers } from './close-all.ts'

/** Callers come as soon as there is something to call. */
export const callWhenServed = (
  url: string,
  requestsPerSecond: number,
  calls: Parameters<typeof startTraffic>[2],
  closers: Closers,
): void => {
  const stop = new AbortController()
  const calling = whenServed(url, stop.signal).then(() =>
    stop.signal.aborted ? null : startTraffic(url, requestsPerSecond, calls),
  )
  closers.add('traffic', async () => {
    stop.abort()
    ;(await calling)?.close()
  })
}

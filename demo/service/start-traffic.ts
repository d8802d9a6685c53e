import { Agent, request } from 'node:http'
import type { Tally } from './tally.ts'

export type Traffic = { close(): void }

const TICK_MS = 25
/** Callers that get no answer do not pile up beyond this. */
const MOST_IN_FLIGHT = 64

/** Sends documents to `/extract` at a steady rate from now on, and counts what comes back, as callers see it. */
export const startTraffic = (
  url: string,
  requestsPerSecond: number,
  { tally, document }: { tally: Tally; document: (index: number) => string },
): Traffic => {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT })
  const started = performance.now()
  let sent = 0
  let inFlight = 0
  let closed = false

  const send = (text: string): void => {
    inFlight += 1
    const call = request(`${url}/extract`, { method: 'POST', agent })
    let status = 0
    call.on('response', (response) => {
      status = response.statusCode ?? 0
      response.on('error', () => undefined).resume()
    })
    // What went wrong with a call is told by its missing status.
    call.on('error', () => undefined)
    call.on('close', () => {
      inFlight -= 1
      if (!closed) tally.count(Date.now(), status !== 200)
    })
    call.end(text)
  }

  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * requestsPerSecond)
    // After a pause of this process there is no catching up: the rate stays what it is said to be.
    sent = Math.max(sent, due - MOST_IN_FLIGHT)
    for (; sent < due && inFlight < MOST_IN_FLIGHT; sent++) send(document(sent))
  }, TICK_MS)

  return {
    close: () => {
      closed = true
      clearInterval(timer)
      agent.destroy()
    },
  }
}

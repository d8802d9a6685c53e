import type { FaultKind, RequestFault, Step } from './fault-kinds.ts'
import { nameRequest } from './name-request.ts'

/** Numbers requests until it is stopped, and spoils one of them once. */
export function numberRequests(spoiled: { step: Step; fault: FaultKind } | null) {
  const seen: Step[] = []
  let [hit, stopped] = [false, false]
  return {
    steps: (): Step[] => [...seen],
    wasHit: (): boolean => hit,
    stop: (): void => {
      stopped = true
    },
    faultOf: (arrival: { method: string; url: string; body: Buffer }): RequestFault | null => {
      if (stopped) return null
      const name = nameRequest(arrival.method, arrival.url, arrival.body)
      const nth = seen.filter((step) => step.name === name).length + 1
      seen.push({ kind: 'request', name, nth })
      if (hit || spoiled?.step.kind !== 'request' || spoiled.step.name !== name || spoiled.step.nth !== nth) return null
      hit = true
      return spoiled.fault as RequestFault
    },
  }
}

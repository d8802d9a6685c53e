import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../flows/ports.ts'

export const systemClock: Clock = {
  // Unlike Date.now(), it does not jump when the machine's clock is set: a watch must not run backwards.
  now: () => Math.round(performance.timeOrigin + performance.now()),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, signal ? { signal } : {})
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  },
}

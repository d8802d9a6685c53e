import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../flows/ports.ts'

export const systemClock: Clock = {
  // Unlike Date.now(), it does not jump when the machine's clock is set: a watch must not run backwards.
  now: () => Math.round(performance.timeOrigin + performance.now()),
  sleep: async (milliseconds, signal) => {
    try {
      // Unlike a bare timer, this one does not keep a finished run alive.
      await wait(milliseconds, undefined, { ref: true, ...(signal ? { signal } : {}) })
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  },
}

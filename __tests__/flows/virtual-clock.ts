import type { Clock } from '../../src/flows/ports.ts'

/** A clock that stands still until nothing else is left to do, and then jumps to the next timer. */
export function createVirtualClock(start = Date.parse('2026-11-20T02:47:00Z')) {
  let now = start
  let timers: { at: number; ring: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((ring) => {
        if (signal?.aborted) return ring()
        const early = (): void => {
          timers = timers.filter((timer) => timer.ring !== late)
          ring()
        }
        const late = (): void => {
          signal?.removeEventListener('abort', early)
          ring()
        }
        timers.push({ at: now + milliseconds, ring: late })
        signal?.addEventListener('abort', early, { once: true })
      }),
  }
  /** Lets a piece of work run to its end. */
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let done = false
    const settled = work.finally(() => {
      done = true
    })
    settled.catch(() => {})
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve))
      const next = timers.toSorted((a, b) => a.at - b.at)[0]
      if (done || !next) continue
      timers = timers.filter((timer) => timer !== next)
      now = Math.max(now, next.at)
      next.ring()
    }
    return settled
  }
  return { clock, finish, elapsed: () => (now - start) / 1000, waiting: () => timers.length }
}

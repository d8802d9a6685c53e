export type Counted = { total: number; failed: number }

export type Tally = {
  /** Milliseconds since the epoch. */
  count(at: number, failed: boolean): void
  /** What was answered from `from` on and before `to`, to the tenth of a second. */
  between(from: number, to: number): Counted
}

const STEP_MS = 100

/** Counts answers by tenths of a second, so that any stretch of time can be asked about later. */
export const createTally = (): Tally => {
  const steps = new Map<number, Counted>()
  return {
    count: (at, failed) => {
      const key = Math.floor(at / STEP_MS)
      const { total, failed: before } = steps.get(key) ?? { total: 0, failed: 0 }
      steps.set(key, { total: total + 1, failed: before + (failed ? 1 : 0) })
    },
    between: (from, to) => {
      const sum = { total: 0, failed: 0 }
      for (let key = Math.floor(from / STEP_MS); key < Math.floor(to / STEP_MS); key++) {
        const counted = steps.get(key)
        sum.total += counted?.total ?? 0
        sum.failed += counted?.failed ?? 0
      }
      return sum
    },
  }
}

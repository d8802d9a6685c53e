import { poisson, type Random } from './random.ts'

/** Seconds: a watch, all that is simulated (for rules that go on longer), and the resolution. */
export const DURATION = 600
export const LENGTH = 900
export const BIN = 5

/** What a metric source could have said at any time of one watch; all judges see the same one. */
export type Trace = {
  /** Sums from the start to each multiple of BIN seconds. */
  errors: Float64Array
  total: Float64Array
  /** Whether a query at that time fails. */
  down: Uint8Array
}

/** The course of one watch: rate and traffic by second, what fails. Random parts are drawn once per trace. */
export type Course = {
  rate(second: number): number
  traffic(second: number): number
  down?(second: number): boolean
  /** Figures appear this many seconds late. */
  lag?: number
  /** Errors come in groups of this size. */
  cluster?: number
}

export function drawTrace(random: Random, course: Course): Trace {
  const bins = LENGTH / BIN
  const trace = {
    errors: new Float64Array(bins + 1),
    total: new Float64Array(bins + 1),
    down: new Uint8Array(bins + 1),
  }
  const late = course.lag ?? 0
  const cluster = course.cluster ?? 1
  for (let bin = 0; bin < bins; bin += 1) {
    let failing = 0
    let passing = 0
    for (let second = bin * BIN; second < (bin + 1) * BIN; second += 1) {
      if (second < late) continue
      const traffic = course.traffic(second - late)
      const rate = Math.min(1, course.rate(second - late))
      failing += traffic * rate
      passing += traffic * (1 - rate)
    }
    const errors = cluster * poisson(random, failing / cluster)
    trace.errors[bin + 1] = (trace.errors[bin] as number) + errors
    trace.total[bin + 1] = (trace.total[bin] as number) + errors + poisson(random, passing)
    trace.down[bin + 1] = course.down?.((bin + 1) * BIN) ? 1 : 0
  }
  return trace
}

/** Counts of the window that ends at `at` and is `window` seconds long (cut off at the deploy); null when it fails. */
export function query(trace: Trace, at: number, window: number): { errors: number; total: number } | null {
  const end = at / BIN
  if (trace.down[end]) return null
  const begin = Math.max(0, at - window) / BIN
  return {
    errors: (trace.errors[end] as number) - (trace.errors[begin] as number),
    total: (trace.total[end] as number) - (trace.total[begin] as number),
  }
}

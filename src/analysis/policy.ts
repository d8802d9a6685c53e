/** How one watch judges. Durations in seconds, rates as ratios from 0 to 1. */
export type Policy = {
  /** Error rate above which the release is to be rolled back. */
  threshold: number
  /** Upper bound on the chance, over the whole watch, of calling a release regressed that is not. */
  falseRollbackRisk: number
  /** How much a healthy error rate wobbles from one 10 s window to the next: 0.5 means plus or minus half. */
  noise: number
  /** A burst of errors no longer than this cannot by itself cause a rollback. */
  ignoreBlips: number
  /** With fewer requests than this the watch ends inconclusive, never healthy. */
  minimumRequests: number
  interval: number
  /** Earliest end with `healthy`. */
  minDuration: number
  /** End of the watch. */
  duration: number
  /** What a bare rate averages over: readings closer together than this tell the same thing twice. Default: interval. */
  rateWindow?: number
  /** What readings without counts are; see special-readings.ts. Default: error-rate. */
  reads?: 'error-rate' | 'score' | 'limit'
  /** Judge against a baseline that is measured at the same time: a rate up to 1 + tolerate times its rate is fine. */
  baseline?: { tolerate: number }
  /**
   * Measured beside a baseline, and judged against the threshold: while the baseline is above it, too, that is not the
   * release's doing. Default: false.
   */
  control?: boolean
}

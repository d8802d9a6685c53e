import { accept, breaches, type Judge, rollBack, undecided } from '../judge.ts'
import { LENGTH, query } from '../trace.ts'

/**
 * Flagger's scheduler (pkg/controller/scheduler.go), A/B form: the first tick runs no metrics; failed checks add up and
 * are never forgiven; no traffic and a failing provider are failed checks; the threshold is looked at before the
 * analysis of the next tick, so the rollback comes one interval later. A failed check does not advance.
 */
export function flagger(interval: number, threshold: number, iterations: number): Judge {
  return {
    name: `Flagger ${interval} s, threshold ${threshold}`,
    judge(trace) {
      let [failedChecks, advanced] = [0, 0]
      for (let at = interval; at <= LENGTH; at += interval) {
        if (failedChecks >= threshold) return rollBack(at)
        const counts = query(trace, at, interval)
        if (counts === null || counts.total === 0 || breaches(counts)) failedChecks += 1
        else advanced += 1
        if (advanced >= iterations) return accept(at)
      }
      return undecided
    },
  }
}

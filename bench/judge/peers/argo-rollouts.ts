import { accept, breaches, type Judge, rollBack, undecided } from '../judge.ts'
import { LENGTH, query } from '../trace.ts'

/** Errors of the provider are tolerated this often in a row, and retried every 10 s whatever the interval. */
const CONSECUTIVE_ERROR_LIMIT = 4
const RETRY = 10

/**
 * Argo Rollouts' analysis loop (analysis/analysis.go): measure, `failed > failureLimit` fails, `count` successful or
 * failed measurements end it. `failureCondition` form, so that no traffic passes, and a first measurement
 * after one interval: both in its favour.
 */
export function argoRollouts(interval: number, count: number, failureLimit: number): Judge {
  return {
    name: `Argo Rollouts ${interval} s × ${count}, failureLimit ${failureLimit}`,
    judge(trace) {
      let [failed, counted, errorsInARow] = [0, 0, 0]
      for (let at = interval; at <= LENGTH; ) {
        const counts = query(trace, at, interval)
        if (counts === null) {
          errorsInARow += 1
          if (errorsInARow > CONSECUTIVE_ERROR_LIMIT) return rollBack(at)
          at += RETRY
          continue
        }
        errorsInARow = 0
        counted += 1
        if (breaches(counts)) failed += 1
        if (failed > failureLimit) return rollBack(at)
        if (counted >= count) return accept(at)
        at += interval
      }
      return undecided
    },
  }
}

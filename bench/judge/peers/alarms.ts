import { accept, breaches, type Judge, rollBack } from '../judge.ts'
import { DURATION, query } from '../trace.ts'

/** An alarm on M breaching datapoints out of the last N; missing datapoints do not breach. */
export function alarm(m: number, n: number, period: number): Judge {
  return {
    name: `alarm ${m} of ${n} at ${period} s`,
    judge(trace) {
      const points: boolean[] = []
      for (let at = period; at <= DURATION; at += period) {
        const counts = query(trace, at, period)
        points.push(counts !== null && breaches(counts))
        if (points.slice(-n).filter(Boolean).length >= m) return rollBack(at)
      }
      return accept(DURATION)
    },
  }
}

/**
 * Multi-window burn rate (Google's SRE workbook, chapter 5) scaled down to a watch: both windows above the threshold,
 * looked at every 10 s, the short window a tenth of the long one. Windows are cut off at the deploy.
 */
export const burnRate: Judge = {
  name: 'burn rate 5 min and 30 s',
  judge(trace) {
    for (let at = 10; at <= DURATION; at += 10) {
      const long = query(trace, at, 300)
      const short = query(trace, at, 30)
      if (long !== null && short !== null && breaches(long) && breaches(short)) return rollBack(at)
    }
    return accept(DURATION)
  },
}

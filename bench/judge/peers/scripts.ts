import { accept, breaches, type Judge, rollBack } from '../judge.ts'
import { query } from '../trace.ts'

/** `sleep 60`, then one look at the last minute. A failing query passes, as such scripts do. */
export const sleepAndCheck: Judge = {
  name: '`sleep 60` and one check',
  judge(trace) {
    const counts = query(trace, 60, 60)
    return counts !== null && breaches(counts) ? rollBack(60) : accept(60)
  },
}

/**
 * The loop of mnemom/deploy's post-deploy monitor: 5 minutes, every 30 s the last 30 s, rolls back on one breach with
 * at least one request, ignores failing queries.
 */
export const oneBreachLoop: Judge = {
  name: 'one-breach loop, 30 s × 10',
  judge(trace) {
    for (let at = 30; at <= 300; at += 30) {
      const counts = query(trace, at, 30)
      if (counts !== null && breaches(counts)) return rollBack(at)
    }
    return accept(300)
  },
}

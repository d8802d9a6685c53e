import { logGammaRatio } from '../../../src/analysis/log-gamma-ratio.ts'
import { accept, type Judge, rollBack, THRESHOLD } from '../judge.ts'
import { DURATION, query } from '../trace.ts'

const RISK = 0.05
/** Beta(1, 1/θ − 1): a prior with the threshold as its mean. */
const PRIOR = { errors: 1, passed: 1 / THRESHOLD - 1 }

/**
 * mSPRT for a Bernoulli rate with a Beta mixture, as in Lindon & Malek (arXiv 2011.03567), two-sided, every 10 s on
 * the counts since the deploy: B(a + x, b + n − x) / (B(a, b) θ^x (1 − θ)^(n − x)) ≥ 1/risk decides, for the side that
 * the observed rate lies on.
 */
export const mixtureSprt: Judge = {
  name: 'mSPRT (Beta mixture, two-sided)',
  judge(trace) {
    for (let at = 10; at <= DURATION; at += 10) {
      const counts = query(trace, at, DURATION)
      if (counts === null) continue
      const passed = counts.total - counts.errors
      const log =
        logGammaRatio(PRIOR.errors, counts.errors) +
        logGammaRatio(PRIOR.passed, passed) -
        logGammaRatio(PRIOR.errors + PRIOR.passed, counts.total) -
        counts.errors * Math.log(THRESHOLD) -
        passed * Math.log1p(-THRESHOLD)
      if (log >= -Math.log(RISK)) return counts.errors > THRESHOLD * counts.total ? rollBack(at) : accept(at)
    }
    return accept(DURATION)
  },
}

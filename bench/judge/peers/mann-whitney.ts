/** z of the 98 % two-sided interval. */
const QUANTILE = 2.3263478740408408
const TOLERANCE = 1e-4

/**
 * Confidence interval of the shift experiment − control, as Kayenta's NetflixACAJudge takes it from
 * MannWhitneyClassifier: normal approximation with correction for continuity and ties, root found to an absolute
 * tolerance of 1e-4, so figures should be percentages. Where the statistic jumps, as it does with ties, the lower end of
 * that tolerance is taken, which is in Kayenta's favour.
 */
export function shiftInterval(
  experiment: number[],
  control: number[],
): { low: number; high: number; estimate: number } {
  const least = Math.min(...experiment) - Math.max(...control)
  const most = Math.max(...experiment) - Math.min(...control)
  // With few points no shift is extreme enough: the ends of this range are the answer then, as in R's wilcox.test.
  const root = (target: number) => {
    if (standardised(experiment, control, least) <= target) return least
    if (standardised(experiment, control, most) >= target) return most
    let [low, high] = [least, most]
    while (high - low > TOLERANCE) {
      const middle = (low + high) / 2
      if (standardised(experiment, control, middle) > target) low = middle
      else high = middle
    }
    return low
  }
  return { low: root(QUANTILE), high: root(-QUANTILE), estimate: root(0) }
}

/** Standardised Mann–Whitney statistic of the experiment moved down by `shift`; falls as the shift grows. */
function standardised(experiment: number[], control: number[], shift: number): number {
  const moved = experiment.map((value) => value - shift)
  const [m, n] = [moved.length, control.length]
  let wins = 0
  for (const one of moved) for (const other of control) wins += one > other ? 1 : one === other ? 0.5 : 0
  const sizes = new Map<number, number>()
  for (const value of [...moved, ...control]) sizes.set(value, (sizes.get(value) ?? 0) + 1)
  const ties = [...sizes.values()].reduce((sum, size) => sum + size ** 3 - size, 0)
  const spread = Math.sqrt(((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1))))
  const above = wins - (m * n) / 2
  return spread === 0 ? 0 : (above - 0.5 * Math.sign(above)) / spread
}

/** Counts of the release, and of the baseline where there is one. */
export type Counted = { errors: number; total: number; baseline?: { errors: number; total: number } }

export function addCounts(sum: Counted, { errors, total, baseline }: Counted): Counted {
  const added = { errors: sum.errors + errors, total: sum.total + total }
  if (baseline === undefined) return sum.baseline === undefined ? added : { ...added, baseline: sum.baseline }
  const before = sum.baseline ?? { errors: 0, total: 0 }
  return { ...added, baseline: { errors: before.errors + baseline.errors, total: before.total + baseline.total } }
}

import type { Drift, DriftFacts } from './decide-drift.ts'

/**
 * What is to be done in an environment for drills: nothing while a drill is at work, and nothing when it has left
 * nothing. Whatever else is there is removed; it is never deployed. A tag without any record is not ours to take away.
 */
export function decideDrillDrift({ wanted, standing, run }: Pick<DriftFacts, 'wanted' | 'standing' | 'run'>): Drift {
  // The record of what a drill measured can be left open as well, when it was killed before it had closed that.
  const records = [...standing.records, ...standing.drills]
  const [latest] = records.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  const open = records.some(({ closed }) => closed === null)
  if (!latest || (!wanted && !open))
    return wanted ? { drift: 'none', act: 'nothing' } : { drift: 'absent', act: 'nothing' }
  return run.now < Date.parse(latest.createdAt) + run.deadline * 1000
    ? { drift: 'in-hand', act: 'nothing', record: latest }
    : { drift: 'left-by-drill', act: 'clean' }
}

import { type Release, sameRelease } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'

/**
 * The releases that an environment came by, the oldest first and what is live last. Going back to one of them takes
 * everything after it off, so that going back twice leads further back, and never to what was left.
 *
 * @param records newest first
 */
export function trailOf(records: readonly DeployRecord[]): Release[] {
  const trail: Release[] = []
  for (const { from, to, target, closed } of records.toReversed()) {
    if (closed === null || ['stood-down', 'refused', 'no-op'].includes(closed.decision)) continue
    if (trail.length === 0 && from) trail.push(from)
    const release = closed.decision === 'rolled-back' ? target : to
    if (!release) continue
    const seen = trail.findIndex((earlier) => sameRelease(earlier, release))
    if (seen >= 0) trail.length = seen
    trail.push(release)
  }
  return trail
}

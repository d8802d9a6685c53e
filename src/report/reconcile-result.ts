import { countOf, isDrifted, type Reconciled } from '../flows/reconcile/reconciled.ts'

/** A job has 1 MB for its outputs; what agrees is only counted. */
const MOST_PLACES = 1_000

/** The output `result` of a reconcile. */
export function reconcileResult(reconciled: Reconciled): Record<string, unknown> {
  const { places, dryRun, paused } = reconciled
  const told = places.filter((place) => isDrifted(place) || place.status !== 'in-sync')
  return {
    schemaVersion: 1,
    ...{ dryRun, paused, places: places.length, inSync: countOf(reconciled, 'in-sync') },
    ...{ drifted: places.filter(isDrifted).length, repaired: countOf(reconciled, 'repaired') },
    ...{ failed: countOf(reconciled, 'failed'), left: countOf(reconciled, 'left') },
    drifts: told.slice(0, MOST_PLACES),
    driftsLeftOut: Math.max(0, told.length - MOST_PLACES),
  }
}

import { countOf, isDrifted, type Reconciled } from '../flows/reconcile/reconciled.ts'
import { firstThatFit } from './first-that-fit.ts'

/** A job has 1 MB for its outputs, in UTF-16; what agrees is only counted. */
const MOST_PLACES = 1_000
/** Of JSON. A sentence can end with the output of a deploy. */
const MOST_CHARACTERS = 400_000

/** The output `result` of a reconcile. */
export function reconcileResult(reconciled: Reconciled): Record<string, unknown> {
  const { places, dryRun, paused } = reconciled
  const told = places.filter((place) => isDrifted(place) || place.status !== 'in-sync')
  const fitting = firstThatFit(
    told.slice(0, MOST_PLACES).map((place) => JSON.stringify(place)),
    MOST_CHARACTERS,
  ).length
  return {
    schemaVersion: 1,
    ...{ dryRun, paused, places: places.length, inSync: countOf(reconciled, 'in-sync') },
    ...{ drifted: places.filter(isDrifted).length, repaired: countOf(reconciled, 'repaired') },
    ...{ failed: countOf(reconciled, 'failed'), left: countOf(reconciled, 'left') },
    drifts: told.slice(0, fitting),
    driftsLeftOut: told.length - fitting,
  }
}

import { isKnown, type PlaceState } from '../../ledger/place-state.ts'
import type { ReadPlace } from '../scope/read-scope.ts'

/**
 * What a snapshot does not tell, or not for certain: whoever goes back to it later would take it for whole.
 *
 * @param states of the places, in their order
 * @param now whether the moment is the present: a place without a tag is then not in the environment
 */
export function snapshotGaps(states: readonly PlaceState[], places: readonly ReadPlace[], now: boolean): string[] {
  const ids = (wanted: (state: PlaceState, place: ReadPlace | undefined) => boolean): string =>
    states
      .filter((state, index) => wanted(state, places[index]))
      .map(({ component }) => component.id)
      .join(', ')
  const left = ids(({ release }, place) => release === null && !(now && place?.tag === null))
  const unsure = ids((state) => state.release !== null && !isKnown(state))
  return [
    ...(left === '' ? [] : [`left out, because nobody knows what it was on: ${left}`]),
    ...(unsure === '' ? [] : [`not certain, because it is only what came before the first record: ${unsure}`]),
  ]
}

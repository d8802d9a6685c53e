import { expect, it } from '@jest/globals'
import { snapshotGaps } from '../../../src/flows/history/snapshot-gaps.ts'
import type { ReadPlace } from '../../../src/flows/scope/read-scope.ts'
import type { PlaceState } from '../../../src/ledger/place-state.ts'
import { foldStanding } from '../../../src/ledger/standing.ts'
import { release } from '../../ledger/records.ts'

const placeOf = (name: string, tagged: boolean): ReadPlace => {
  const component = { id: `components/prompts/${name}`, prefix: 'components', type: 'prompts', name }
  const ref = `refs/tags/${component.id}/production`
  const tag = tagged ? { ref, object: release('v1').object, peeled: release('v1').commit } : null
  const ledger = { standing: foldStanding([]), strangers: [], versionTags: [] }
  return { component, environment: 'production', ref, tag, wanted: null, ...ledger }
}
const stateOf = ({ component, environment }: ReadPlace, basis: PlaceState['basis'], known: boolean): PlaceState => ({
  ...{ component, environment, release: known ? release('v1') : null, basis, since: null, by: null, run: null },
  ...{ judgement: 'not-judged', verdict: null, lastVerified: null, unrecorded: false, remarks: [] },
})

it('names what a snapshot of now leaves out, but not what is not there any more', () => {
  const places = [placeOf('a', true), placeOf('b', true), placeOf('c', false)]
  const states = places.map((place, index) => stateOf(place, 'tag', index === 0))
  expect(snapshotGaps(states, places, true)).toStrictEqual([
    'left out, because nobody knows what it was on: components/prompts/b',
  ])
})

it('names what nobody knows of another moment, or not for certain', () => {
  const places = ['a', 'b', 'c'].map((name) => placeOf(name, true))
  const bases = ['record', 'before-the-ledger', 'unknown'] as const
  const states = places.map((place, index) => stateOf(place, bases[index] ?? 'tag', index < 2))
  expect(snapshotGaps(states, places, false)).toStrictEqual([
    'left out, because nobody knows what it was on: components/prompts/c',
    'not certain, because it is only what came before the first record: components/prompts/b',
  ])
})

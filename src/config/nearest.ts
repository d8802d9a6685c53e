import { editDistance } from './edit-distance.ts'

const MOST_OFFERED = 3
/** Characters. What a person types is shorter, and the distance of long texts costs time. */
const LONGEST = 100

/** The few names that are most like the one that was written, the nearest first. */
export const nearest = (written: string, names: readonly string[]): string[] =>
  names
    .map((name) => ({ name, distance: editDistance(written.slice(0, LONGEST), name.slice(0, LONGEST)) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_OFFERED)
    .map(({ name }) => name)

/** `, did you mean v1.2.0, v1.1.0?`; nothing when there is nothing to offer. */
export const offer = (written: string, names: readonly string[]): string => {
  const offered = nearest(written, names)
  return offered.length === 0 ? '' : `, did you mean ${offered.join(', ')}?`
}

import { offer } from '../../config/nearest.ts'
import type { Release } from '../../tags/release.ts'
import type { ReadPlace } from '../scope/read-scope.ts'

export type ResolvedSides = { kind: 'sides'; from: Release; to: Release } | { kind: 'problems'; problems: string[] }

/** Two versions or environments of the one component in scope, as releases. */
export function resolveSides(places: readonly ReadPlace[], sides: readonly [string, string]): ResolvedSides {
  const ids = [...new Set(places.map(({ component }) => component.id))]
  if (ids.length !== 1) {
    const problem = `Input compare: needs one component, ${ids.length} were found: give its name in component`
    return { kind: 'problems', problems: [problem] }
  }
  const [from, to] = sides.map((side) => releaseOf(places, side))
  if (from && to) return { kind: 'sides', from, to }
  const names = [
    ...places.flatMap(({ tag, environment }) => (tag ? [environment] : [])),
    ...(places[0]?.versionTags.map(({ version }) => version) ?? []),
  ]
  const missing = sides.filter((_, index) => ![from, to][index])
  return {
    kind: 'problems',
    problems: missing.map(
      (side) => `Input compare: ${ids[0]} has neither a version nor an environment ${side}${offer(side, names)}`,
    ),
  }
}

function releaseOf(places: readonly ReadPlace[], side: string): Release | null {
  const [first] = places
  const version = first?.versionTags.find((tag) => tag.version === side)
  if (first && version) return { component: first.component.id, versioned: true, ...version }
  const wanted = places.find(({ environment }) => environment === side)?.wanted
  return wanted?.kind === 'release' ? wanted.release : null
}

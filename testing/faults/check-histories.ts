import { checkHistory } from './check-history.ts'
import type { History, Violation } from './history.ts'

/** What is broken in any component, or between them. What is said of a whole run counts once. */
export function checkHistories(histories: readonly History[]): Violation[] {
  const found = [...histories.flatMap(checkHistory), ...allOrNone(histories)]
  return found.filter(
    ({ rule, sentence }, index) =>
      found.findIndex((other) => other.rule === rule && other.sentence === sentence) === index,
  )
}

/** A restore moves the tags of all its components by one update. */
function allOrNone(histories: readonly History[]): Violation[] {
  const restores = Object.entries(histories[0]?.runs ?? {}).filter(([, { kind }]) => kind === 'rollback')
  return restores.flatMap(([by]) => {
    const places = histories.filter(({ runs }) => runs[by] !== undefined)
    const moved = places.filter(({ events }) => events.some((event) => event.kind === 'moved' && event.by === by))
    if (moved.length === 0 || moved.length === places.length) return []
    const sentence = `${by} moved the tags of ${moved.length} of ${places.length} components`
    return [{ rule: 'all-or-none', sentence }]
  })
}

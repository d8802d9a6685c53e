import type { History, Violation } from './history.ts'

/** A tag moves by compare-and-swap alone, from what its run follows, and at most once for each guard. */
export function checkMoves({ events, runs, start }: History): Violation[] {
  const violations: Violation[] = []
  const short = (object: string | null): string => object?.slice(0, 7) ?? 'nothing'
  const back = new Map<string, number>()
  let held = start.tag
  for (const event of events) {
    if (event.kind === 'asked-to-move' && event.by !== 'human' && event.expected === null) {
      const sentence = `${event.by} asked to move the tag to ${short(event.to)} whatever it held`
      violations.push({ rule: 'compare-and-swap', sentence })
    }
    if (event.kind !== 'moved') continue
    const run = runs[event.by]
    if (run !== undefined) {
      const asked = events.some(
        (ask) =>
          ask.kind === 'asked-to-move' && ask.by === event.by && ask.expected === event.from && ask.to === event.to,
      )
      if (!asked) {
        const sentence = `${event.by} moved the tag from ${short(event.from)} to ${short(event.to)}, which it had not seen there`
        violations.push({ rule: 'compare-and-swap', sentence })
      }
      const onward = run.goesOn === true && event.to === run.follows
      if (run.follows !== null && run.follows !== event.from && !onward) {
        const sentence = `${event.by} follows ${short(run.follows)}, but moved the tag away from ${short(event.from)}`
        violations.push({ rule: 'no-lost-move', sentence })
      }
      // Comparing cannot tell the very same object from the one that was there before, should somebody push it again.
      const again = events.some((other) => other.kind === 'moved' && other.by === 'human' && other.to === event.from)
      const before = back.get(event.by) ?? 0
      if (!onward) back.set(event.by, before > 0 && again ? before : before + 1)
    }
    if (event.from !== held) {
      const sentence = `The tag was moved from ${short(event.from)}, but held ${short(held)}`
      violations.push({ rule: 'no-lost-move', sentence })
    }
    held = event.to
  }
  for (const [run, times] of back) {
    if (times < 2 || runs[run]?.kind !== 'guard') continue
    violations.push({ rule: 'one-rollback', sentence: `${run} moved the tag ${times} times` })
  }
  return violations
}

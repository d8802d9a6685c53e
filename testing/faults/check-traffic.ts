import type { History, Violation } from './history.ts'

/**
 * A release that is left has no traffic when its tag moves, and a bad one none in the end. Nothing is expected of a router
 * that did not take what it was asked for.
 */
export function checkTraffic({ events, runs, versionOf, bad, end }: History): Violation[] {
  const violations: Violation[] = []
  const shares = new Map<string, number>()
  for (const event of events) {
    if (event.kind === 'traffic-refused') return violations
    if (event.kind === 'traffic') shares.set(event.version, event.percent)
    if (event.kind !== 'moved' || runs[event.by] === undefined) continue
    const left = versionOf[event.from ?? ''] ?? 'nothing'
    const share = shares.get(left) ?? 0
    if (share > 0) {
      const sentence = `${event.by} moved the tag away from ${left}, which had ${share}% of the traffic`
      violations.push({ rule: 'traffic-first', sentence })
    }
  }
  for (const version of bad) {
    const share = shares.get(version) ?? 0
    if (share > 0 && versionOf[end.tag ?? ''] !== version)
      violations.push({ rule: 'traffic-first', sentence: `${version} is left, and has ${share}% of the traffic` })
  }
  return violations
}

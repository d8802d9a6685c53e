import type { History, Violation } from './history.ts'

/**
 * A release that is left has no traffic when its tag moves, and a bad one none in the end. An environment has one share,
 * that of whichever version it was set for last. Nothing is expected of a router that did not take what it was asked for.
 */
export function checkTraffic({ events, runs, versionOf, bad, end }: History): Violation[] {
  const violations: Violation[] = []
  let last = { version: '', percent: 0 }
  const shareOf = (version: string): number => (last.version === version ? last.percent : 0)
  for (const event of events) {
    if (event.kind === 'traffic-refused') return violations
    if (event.kind === 'traffic') last = event
    if (event.kind !== 'moved' || runs[event.by] === undefined) continue
    const left = versionOf[event.from ?? ''] ?? 'nothing'
    const share = shareOf(left)
    if (share > 0) {
      const sentence = `${event.by} moved the tag away from ${left}, which had ${share}% of the traffic`
      violations.push({ rule: 'traffic-first', sentence })
    }
  }
  for (const version of bad) {
    const share = shareOf(version)
    if (share > 0 && versionOf[end.tag ?? ''] !== version)
      violations.push({ rule: 'traffic-first', sentence: `${version} is left, and has ${share}% of the traffic` })
  }
  return violations
}

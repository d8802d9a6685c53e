import type { DrillFigures, DrillPhase } from '../../ledger/drill-figures.ts'
import type { TimelineEvent } from '../outcome.ts'

type Event = TimelineEvent['event']

/** From which event to which each phase goes; of several, the first that happened. */
const PHASES: readonly [DrillPhase, Event[], Event[]][] = [
  ['arm', ['started'], ['armed']],
  ['deploy', ['deploy-started'], ['deployed', 'deploy-failed']],
  ['detect', ['deployed'], ['decided']],
  ['move-back', ['decided', 'deploy-failed'], ['tag-moved-back']],
  ['redeploy', ['tag-moved-back'], ['redeployed']],
  ['verify', ['redeployed'], ['verified']],
  ['recover', ['verified', 'redeployed'], ['recovered']],
]

/**
 * The timeline of a practised rollback in phases. Time to rollback counts what users would have felt: from the bad
 * release being deployed (or failing to be) until the one before is served again. The watch after that proves it, and
 * is not counted.
 */
export function drillPhases(timeline: readonly TimelineEvent[]): Pick<DrillFigures, 'phases' | 'timeToRollback'> {
  const at = (events: readonly Event[]): number | undefined =>
    events.map((name) => timeline.find(({ event }) => event === name)?.at).find((time) => time !== undefined)
  const between = (from: readonly Event[], to: readonly Event[]): number | null => {
    const [start, end] = [at(from), at(to)]
    // A move of the tag may be answered after the redeploy has begun.
    return start === undefined || end === undefined ? null : Math.max(0, Math.round(end - start))
  }
  const phases = PHASES.flatMap(([name, from, to]) => {
    const took = between(from, to)
    return took === null ? [] : [[name, took] as const]
  })
  return {
    phases: Object.fromEntries(phases),
    timeToRollback: between(['deployed', 'deploy-failed'], ['verified', 'redeployed']),
  }
}

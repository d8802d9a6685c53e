import type { Outcome, TimelineEvent } from '../flows/outcome.ts'

/** Something that happened, to be marked in a chart. */
export type Mark = {
  /** Seconds since the deploy was finished. */
  at: number
  /** One letter for the text chart. */
  sign: string
  label: string
}

type Event = TimelineEvent['event']

/** The events that a chart marks, each with a letter of its own. */
export function marksOf(outcome: Outcome): Mark[] {
  const verdict = outcome.assessment ? `verdict ${outcome.assessment.verdict}` : 'watch ended'
  const healthy = outcome.recovery?.assessment.verdict === 'healthy'
  const marked: [Event, string, string][] = [
    ['deployed', 'D', 'deployed'],
    ['decided', 'V', verdict],
    ['tag-moved-back', 'T', 'tag moved back'],
    ['redeployed', 'R', 'deployed again'],
    ['verified', 'S', 'served again'],
    ['recovered', 'E', healthy ? 'recovery proven' : 'second watch ended'],
  ]
  const shares = outcome.timeline.filter(({ event }) => event === 'traffic')
  return [
    ...marked.map(([event, sign, label]) => ({ at: secondsSinceDeploy(outcome, event), sign, label })),
    ...shares.map(({ at, percent }) => ({ at: sinceDeploy(outcome, at), sign: '%', label: `traffic ${percent}%` })),
  ]
    .flatMap(({ at, ...mark }) => (at === null || at < 0 ? [] : [{ at, ...mark }]))
    .sort((one, other) => one.at - other.at)
}

/**
 * `null` when it did not happen, or nothing was deployed. Of a later watch, which deploys nothing before it, the time since
 * that began.
 */
export function secondsSinceDeploy({ timeline }: Pick<Outcome, 'timeline'>, event: Event): number | null {
  const happened = timeline.find((entry) => entry.event === event)?.at
  return happened === undefined ? null : sinceDeploy({ timeline }, happened)
}

function sinceDeploy({ timeline }: Pick<Outcome, 'timeline'>, happened: number): number | null {
  const at = (name: Event): number | undefined => timeline.find((entry) => entry.event === name)?.at
  const later = at('deploy-started') === undefined && at('decided') !== undefined
  const deployed = at(later ? 'started' : 'deployed')
  return deployed === undefined ? null : (happened - deployed) / 1000
}

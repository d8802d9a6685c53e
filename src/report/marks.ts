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
  return marked
    .flatMap(([event, sign, label]) => {
      const at = secondsSinceDeploy(outcome, event)
      return at === null || at < 0 ? [] : [{ at, sign, label }]
    })
    .sort((one, other) => one.at - other.at)
}

/**
 * `null` when it did not happen, or nothing was deployed. Of a later watch, which deploys nothing before it, the time since
 * that began.
 */
export function secondsSinceDeploy({ timeline }: Pick<Outcome, 'timeline'>, event: Event): number | null {
  const at = (name: Event): number | undefined => timeline.find((entry) => entry.event === name)?.at
  const later = at('deploy-started') === undefined && at('decided') !== undefined
  const [deployed, happened] = [at(later ? 'started' : 'deployed'), at(event)]
  return deployed === undefined || happened === undefined ? null : (happened - deployed) / 1000
}

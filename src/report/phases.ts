import type { Outcome, TimelineEvent } from '../flows/outcome.ts'

export type Phase = { name: string; seconds: number }

const NAMES: Partial<Record<TimelineEvent['event'], string>> = {
  armed: 'read and armed',
  'deploy-started': 'record opened',
  deployed: 'deployed',
  'deploy-failed': 'deploy failed',
  decided: 'watched until decided',
  'tag-moved-back': 'tag moved back',
  redeployed: 'deployed again',
  verified: 'served again, verified',
  recovered: 'recovery watched',
  ended: 'reported',
}

/** The timeline as phases: what each event took since the one before. */
export const phasesOf = ({ timeline }: Pick<Outcome, 'timeline'>): Phase[] =>
  timeline.slice(1).map(({ at, event, percent }, index) => ({
    name: event === 'traffic' ? `traffic set to ${percent}%` : (NAMES[event] ?? event),
    seconds: (at - (timeline[index]?.at ?? at)) / 1000,
  }))

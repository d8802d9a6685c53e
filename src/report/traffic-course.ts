import type { Outcome } from '../flows/outcome.ts'

/** The shares of the traffic that were set, in order, in per cent; empty where the traffic is not ours to set. */
export const trafficCourse = ({ timeline }: Pick<Outcome, 'timeline'>): number[] =>
  timeline.flatMap(({ event, percent }) => (event === 'traffic' && percent !== undefined ? [percent] : []))

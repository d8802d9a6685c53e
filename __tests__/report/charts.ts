import type { Poll } from '../../src/flows/progress.ts'
import { type Course, courseOf } from '../../src/report/course.ts'
import { poll, rolledBack } from './outcomes.ts'

const START = Date.parse('2026-11-20T09:00:04Z')

export const rateOf = (at: number, rate: number): Poll => ({
  ...poll(at, 0, 0),
  measurement: { kind: 'rate', at, rate },
})
export const silent = (at: number): Poll => ({
  ...poll(at, 0, 0),
  measurement: { kind: 'unavailable', at, what: 'timeout', detail: 'no answer in 10 s' },
})

/** Polls every five seconds from the thirtieth second on. */
export const every5s = (count: number, make: (at: number, index: number) => Poll): Poll[] =>
  Array.from({ length: count }, (_, index) => make(35 + index * 5, index))

/** The course of a watch that ended healthy with its last poll. */
export function courseFor(polls: Poll[], interval = 5): Course | null {
  const end = polls.at(-1)?.at ?? 0
  return courseOf(
    rolledBack({
      ...{ polls, recovery: null, metric: { threshold: 0.05, interval, duration: 600 } },
      timeline: [
        { at: START, event: 'deployed' },
        { at: START + end * 1000, event: 'decided' },
      ],
    }),
  )
}

import type { Outcome, TimelineEvent } from './outcome.ts'
import type { Clock } from './ports.ts'
import type { Tell } from './progress.ts'

/** What a run collects on its way, to be told in the end whichever way it ends. */
export type Diary = Pick<Outcome, 'warnings' | 'timeline' | 'nextSteps'> & {
  /** `percent` goes with `traffic`. */
  note(event: TimelineEvent['event'], percent?: number): void
  warn(text: string): void
}

export function openDiary(clock: Clock, tell: Tell): Diary {
  const warnings: string[] = []
  const timeline: TimelineEvent[] = []
  return {
    ...{ warnings, timeline, nextSteps: [] },
    note: (event, percent) => timeline.push({ at: clock.now(), event, ...(percent === undefined ? {} : { percent }) }),
    warn: (text) => {
      warnings.push(text)
      tell({ kind: 'warning', text })
    },
  }
}

import type { Outcome } from '../flows/outcome.ts'
import { markdownTable } from './markdown-table.ts'
import { phasesOf } from './phases.ts'

/** What happened when, and how long each step took. */
export function timelineTable(outcome: Pick<Outcome, 'timeline'>): string {
  const rows = phasesOf(outcome).map(({ name, seconds }, index) => [
    new Date(outcome.timeline[index + 1]?.at ?? 0).toISOString().slice(11, 23),
    name,
    formatSeconds(seconds),
  ])
  return markdownTable([{ title: 'UTC' }, { title: '' }, { title: 'Took', right: true }], rows)
}

/** Milliseconds matter in a rollback, and nowhere else. */
const formatSeconds = (seconds: number): string =>
  seconds < 1
    ? `${Math.round(seconds * 1000)} ms`
    : seconds < 60
      ? `${seconds.toFixed(1)} s`
      : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`

import type { ActReport } from '../stage/act-report.ts'

/** `at` in milliseconds since the epoch. */
export type Mark = { at: number; sign: string; meaning: string }

/** Pushes by the number of their act, and the moment in which the tag was moved back. */
export const marksOf = (reports: readonly ActReport[]): Mark[] =>
  reports.flatMap(({ act, pushedAt, result }) => {
    const back = result.times.get('tag-moved-back')
    return [
      { at: pushedAt, sign: String(act.number), meaning: `${act.version} pushed` },
      ...(back === undefined ? [] : [{ at: back, sign: 'R', meaning: 'tag moved back' }]),
    ]
  })

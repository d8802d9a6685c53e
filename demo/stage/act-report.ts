import type { Counted, Tally } from '../service/tally.ts'
import type { Act } from './act.ts'
import type { GuardResult } from './guard-result.ts'
import type { TagState } from './read-refs.ts'

export type ActReport = {
  act: Act
  result: GuardResult
  /** Of the action: 1 also where it did its work and a person has to know. */
  exitCode: number | null
  summary: string
  /** Milliseconds since the epoch. */
  pushedAt: number
  endedAt: number
  refs: { before: TagState[]; pushed: TagState[]; after: TagState[] }
}

/** What callers saw of an act. Null where there was nothing to see. */
export type SeenByCallers = { before: Counted | null; peak: Counted; after: Counted }

const SECOND = 1000

/** The rate before the push, in the worst second since, and after the last deploy of the act was served. */
export const seenByCallers = ({ act, result, pushedAt, endedAt }: ActReport, tally: Tally): SeenByCallers => {
  const windows = Array.from({ length: Math.max(1, Math.floor((endedAt - pushedAt) / 100) - 9) }, (_, step) =>
    tally.between(pushedAt + step * 100, pushedAt + step * 100 + SECOND),
  )
  const rate = ({ failed, total }: Counted): number => (total === 0 ? 0 : failed / total)
  const served = result.times.get('verified') ?? result.times.get('deployed') ?? pushedAt
  return {
    before: act.number === 1 ? null : tally.between(pushedAt - 4 * SECOND, pushedAt),
    peak: windows.reduce((worst, window) => (rate(window) > rate(worst) ? window : worst), { total: 0, failed: 0 }),
    // The tenth of a second in which the last answers of the version before arrived is left out.
    after: tally.between(served + 200, endedAt),
  }
}

/** Milliseconds from the breach to what followed it; null when it did not happen. */
export const sinceBreach = ({ result: { times } }: ActReport, event: string): number | null => {
  const [breach, at] = [times.get('decided'), times.get(event)]
  return breach === undefined || at === undefined || !times.has('tag-moved-back') ? null : at - breach
}

/** Acts that ended otherwise than they should have. */
export const wrongEnds = (reports: readonly ActReport[]): string[] =>
  reports.flatMap(({ act, result }) => {
    const { decision, reason, tag } = act.expected
    const fine = result.decision === decision && result.reason === reason && result.tag === tag
    const found = `${result.decision} (${result.reason}), tag ${result.tag}: ${result.sentence}`
    return fine ? [] : [`Act ${act.number}: expected ${decision} (${reason}), tag ${tag}; found ${found}.`]
  })

export const unknownToGitHub = (violations: readonly string[]): string[] =>
  violations.map((text) => `The action asked GitHub for something that GitHub does not know: ${text}`)

import { beginJudgement, conclude, observe } from './judgement.ts'
import type { Policy } from './policy.ts'
import { type RecordedTrace, readTrace } from './read-trace.ts'
import type { Conclusion } from './verdict.ts'

/** `at` is when the verdict was reached, in seconds since the deploy; null for a trace without measurements. */
export type Replayed = Pick<Conclusion, 'verdict' | 'reason' | 'sentence'> & { id: string; at: number | null }

/**
 * Judges one line of recorded measurements (see `readTrace`) as a watch would have: up to the first verdict, and not
 * beyond the end of the watch. Throws an Error for a line that cannot be read.
 */
export function replayLine(
  policy: Policy,
  text: string,
  line: number,
  metric?: string,
): Replayed & { measurements: number } {
  const trace = readTrace(text, line, policy, metric)
  return { ...replayTrace(policy, trace), measurements: trace.measurements.length }
}

function replayTrace(policy: Policy, { id, measurements }: RecordedTrace): Replayed {
  let judgement = beginJudgement(policy)
  for (const measurement of measurements) {
    if (measurement.at > policy.duration) break
    judgement = observe(judgement, measurement)
    if (judgement.assessment.verdict !== 'undecided') break
  }
  const { verdict, reason, sentence } = conclude(judgement)
  return { id, verdict, at: judgement.polls.lastAt, reason, sentence } as Replayed
}

import type { History, HistoryEvent, StageEnd, Violation } from './history.ts'

/** A verdict about the release itself, which must be right. */
const FOUND_BAD = ['above-threshold', 'outage']

/** With these the tag alone was moved, and nothing is said of what is served. */
const MOVED_ONLY = ['stale-clone', 'unfinished-move']

/** Every run ends by itself and says how, or was ended from outside and somebody else says so. What it says is true. */
export function checkStages(history: History): Violation[] {
  const { events, runs } = history
  const ends = events.filter((event): event is StageEnd => event.kind === 'stage-ended')
  return [
    ...events.flatMap(objections),
    ...ends.flatMap((end) => wrongEnd(end)),
    ...ends.flatMap((end) => wrongVerdict(history, end)),
    ...ends.flatMap((end) => wrongWord(history, end)),
    ...unfinished(history, ends),
    ...Object.entries(runs)
      .filter(
        ([by, { lost }]) => !lost && leftSomething(history, by) && !ends.some((end) => end.by === by && speaks(end)),
      )
      .map(([by]) => ({
        rule: 'says-how-it-ended',
        sentence: `${by} was ended from outside, its machine was there, and nothing says how it ended`,
      })),
  ]
}

/** What main says that it left is for the post step of the same job, and for reconcile only where there was none. */
const unfinished = ({ runs, reconciled }: History, ends: readonly StageEnd[]): Violation[] =>
  Object.keys(runs)
    .filter((by) => {
      const last = ends.findLast((end) => end.by === by && speaks(end))
      return !reconciled && last?.stage === 'main' && last.reason === 'unfinished'
    })
    .map((by) => ({ rule: 'finished', sentence: `${by} left its work unfinished, and nothing of its job went on` }))

/** A run that was killed before it had written anything has nothing to say: the job has failed, and all is as it was. */
const leftSomething = ({ events, end }: History, by: string): boolean =>
  end.records.some((record) => record.by === by) ||
  events.some((event) => event.by === by && (event.kind === 'moved' || event.kind === 'deploy-began'))

export const speaks = ({ how, decision }: StageEnd): boolean => how === 'exited' && decision !== ''

function objections(event: HistoryEvent): Violation[] {
  if (event.kind === 'leaked')
    return [{ rule: 'no-leaks', sentence: `A secret of ${event.by} stands in ${event.where}` }]
  if (event.kind === 'objection') return [{ rule: 'platform', sentence: event.text }]
  return []
}

function wrongEnd({ by, stage, how, exitCode, decision, text }: StageEnd): Violation[] {
  if (how === 'hung') return [{ rule: 'ends', sentence: `${stage} of ${by} did not end` }]
  if (how === 'killed' || decision !== '') return []
  if (exitCode === 0 && stage !== 'main') return []
  const last = text.trim().split('\n').slice(-3).join(' | ')
  return [{ rule: 'ends', sentence: `${stage} of ${by} ended with exit code ${exitCode} without a decision: ${last}` }]
}

/** The release whose judgement this is: what the run follows. */
function wrongVerdict({ runs, versionOf, bad }: History, { by, decision, reason }: StageEnd): Violation[] {
  const version = versionOf[runs[by]?.follows ?? '']
  if (version === undefined) return []
  if (decision === 'kept' && reason === 'healthy' && bad.includes(version))
    return [{ rule: 'verdict', sentence: `${by} calls ${version} healthy, which is bad` }]
  if (FOUND_BAD.includes(reason) && !bad.includes(version))
    return [{ rule: 'verdict', sentence: `${by} calls ${version} bad (${reason}), which is healthy` }]
  return []
}

/** Where the tag is, and what is served, as the run says, as long as nobody came after it. */
function wrongWord({ events, runs, end, versionOf }: History, word: StageEnd): Violation[] {
  const { by, stage, decision, reason, tag } = word
  const { follows = null, goesOn = false } = runs[by] ?? {}
  if (decision === '' || follows === null) return []
  const later = events.slice(events.indexOf(word) + 1)
  if (later.some(({ kind }) => kind === 'moved' || kind === 'deploy-began')) return []
  const wrong = (what: string): Violation[] => [
    { rule: 'says-what-it-did', sentence: `${stage} of ${by} says ${decision} (${reason}), tag ${tag}, but ${what}` },
  ]
  const movedBack = events.some(
    (event) => event.kind === 'moved' && event.by === by && !(goesOn && event.to === follows),
  )
  // Somebody may have put it exactly where it was to go.
  const gone = events.some((event) => event.kind === 'moved' && event.from === follows)
  if (tag === 'moved-back' && !gone) return wrong('it never moved the tag')
  if (tag === 'not-moved-back' && movedBack) return wrong('the tag is moved back')
  if (tag === 'as-pushed' && movedBack) return wrong('it moved the tag')
  const lastMove = events.findLast((event) => event.kind === 'moved')
  const asItLeftIt = decision === 'kept' ? end.tag === follows : lastMove?.by === by
  const served = versionOf[end.tag ?? '']
  const serves = (decision === 'kept' || decision === 'rolled-back') && !MOVED_ONLY.includes(reason)
  if (serves && asItLeftIt && end.served !== served)
    return wrong(`${end.served} is served, and the tag says ${served ?? 'nothing'}`)
  return []
}

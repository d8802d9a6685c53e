import { speaks } from './check-stages.ts'
import type { History, HistoryEvent, StageEnd, Violation } from './history.ts'

/** Ends of a guard that need somebody. One that is unfinished is told by whoever finishes it. */
const needsSomebody = ({ decision, reason }: StageEnd): boolean =>
  ['rolled-back', 'held'].includes(decision) && reason !== 'unfinished'

const isWell = ({ decision, reason }: StageEnd): boolean => decision === 'kept' && reason === 'healthy'

/** Whoever may have closed what was open, or opened it again: not a reconcile that had nothing to do. */
const changesIt = ({ stage, decision }: StageEnd): boolean =>
  stage === 'reconcile'
    ? decision !== '0 repaired, 0 failed'
    : ['kept', 'promoted', 'restored', 'rolled-back', 'held'].includes(decision)

/** A later run that has deployed here may have closed what was open, and have been killed before it could say so. */
const deployedLater = (events: readonly HistoryEvent[], word: StageEnd): boolean =>
  events.slice(events.indexOf(word)).some(({ kind, by }) => kind === 'deploy-ended' && by !== word.by)

/** What a run says that could not tell people, or not close what is repaired. */
const COULD_NOT = /incident could not be written|an incident is open|but could not be closed/i

/** Who ends in need of a person has opened an incident, or says that it could not; a healthy release closes it. */
export function checkPeople({ events, runs, end }: History): Violation[] {
  const ends = events.filter((event): event is StageEnd => event.kind === 'stage-ended' && speaks(event))
  const open = end.openIncidents.length > 0
  return ends.flatMap((word, index) => {
    const { by, stage, decision, reason, text } = word
    if (stage === 'reconcile' || runs[by]?.kind !== 'guard' || COULD_NOT.test(text)) return []
    if (ends.slice(index + 1).some(changesIt) || deployedLater(events, word)) return []
    const said = `${stage} of ${by} says ${decision} (${reason})`
    if (needsSomebody(word) && !open) return [{ rule: 'people-told', sentence: `${said}, and no incident is open` }]
    // Of an environment that a run has gone on from, the verdict is older than the end of the run.
    return isWell(word) && word.tag !== '' && open
      ? [{ rule: 'incident-closed', sentence: `${said}, and an incident is still open` }]
      : []
  })
}

import type { UnrecordedMove } from '../../ledger/unrecorded-move.ts'
import type { LoggedRecord, Tagger } from './history-ports.ts'

/** One thing that happened to an environment tag. */
export type HistoryEvent =
  | { kind: 'recorded'; record: LoggedRecord }
  /** `tagger`: who made the object that the tag was moved to, when it was made for that move. */
  | { kind: 'unrecorded'; move: UnrecordedMove; tagger: Tagger | null }

/** ISO 8601: of an unrecorded move when its tag object says, else the latest that it can have been; `null`: only now is known. */
export const timeOf = (event: HistoryEvent): string | null => {
  if (event.kind === 'recorded') return event.record.createdAt
  const { move, tagger } = event
  const fits = tagger && (move.after ?? '') <= tagger.at && (move.before === null || tagger.at <= move.before)
  return fits ? tagger.at : move.before
}

/** A login, or the name in a tag object; `null` when nobody knows. */
export const actorOf = (event: HistoryEvent): string | null =>
  event.kind === 'recorded' ? event.record.actor : (event.tagger?.login ?? event.tagger?.name ?? null)

import type { Target } from '../ledger/choose-target.ts'
import type { Ending, Reasons } from '../ledger/reasons.ts'
import type { Diary } from './diary.ts'
import type { GuardContext } from './guard-ports.ts'
import type { Move, Outcome } from './outcome.ts'

export type RollbackOptions = GuardContext & {
  move: Move
  target: Target
  repositoryId: string
  /** Why the release is left: code and sentence. */
  cause: { reason: Reasons['rolled-back']; sentence: string }
  diary: Diary
}

/** The part of the outcome that is a rollback's to say. */
export type RollbackEnd = Extract<Ending, { decision: 'rolled-back' | 'held' | 'stood-down' }> &
  Pick<Outcome, 'sentence' | 'tag' | 'recovery' | 'recentMoves'>

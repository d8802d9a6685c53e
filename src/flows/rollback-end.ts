import type { Target } from '../ledger/choose-target.ts'
import type { Diary } from './diary.ts'
import type { GuardContext } from './guard-ports.ts'
import type { Move, Outcome } from './outcome.ts'

export type RollbackOptions = GuardContext & {
  move: Move
  target: Target
  repositoryId: string
  /** Why the release is left: code and sentence. */
  cause: { reason: string; sentence: string }
  diary: Diary
}

/** The part of the outcome that is a rollback's to say. */
export type RollbackEnd = Pick<Outcome, 'decision' | 'reason' | 'sentence' | 'tag' | 'recovery' | 'recentMoves'>

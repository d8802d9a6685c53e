import type { Target } from '../ledger/choose-target.ts'
import type { Ending, Reasons } from '../ledger/reasons.ts'
import type { Diary } from './diary.ts'
import type { ArmedMove } from './guard-end.ts'
import type { GuardContext } from './guard-ports.ts'
import type { Outcome } from './outcome.ts'

export type RollbackOptions = GuardContext &
  ArmedMove & {
    target: Target
    cause: RollbackCause
    diary: Diary
  }

/** Why the release is left: code and sentence. */
export type RollbackCause = { reason: Reasons['rolled-back']; sentence: string }

/** The part of the outcome that is a rollback's to say. */
export type RollbackEnd = Extract<Ending, { decision: 'rolled-back' | 'held' | 'stood-down' }> &
  Pick<Outcome, 'sentence' | 'tag' | 'recovery' | 'recentMoves'>

import type { Target } from '../../ledger/choose-target.ts'
import type { Ending } from '../../ledger/reasons.ts'
import type { Diary } from '../diary.ts'
import type { ArmedMove } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Outcome } from '../outcome.ts'
import type { RollbackCause } from './rollback-cause.ts'

export type RollbackOptions = GuardContext &
  ArmedMove & {
    target: Target
    cause: RollbackCause
    diary: Diary
  }

/** The part of the outcome that is a rollback's to say. */
export type RollbackEnd = Extract<Ending, { decision: 'rolled-back' | 'held' | 'stood-down' }> &
  Pick<Outcome, 'sentence' | 'tag' | 'recovery' | 'recentMoves'>

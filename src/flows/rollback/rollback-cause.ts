import type { Reasons } from '../../ledger/reasons.ts'

/** Why a release is left: code and sentence. */
export type RollbackCause = { reason: Reasons['rolled-back']; sentence: string }

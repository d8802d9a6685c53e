import type { Target } from '../../ledger/choose-target.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'

/** An environment that kept the release in this run, and found it good. */
export type PassedRing = { context: GuardContext; move: Move; target: Target | null; repositoryId: string }

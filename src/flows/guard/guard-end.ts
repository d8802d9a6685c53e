import type { Target } from '../../ledger/choose-target.ts'
import type { Ending } from '../../ledger/reasons.ts'
import type { Release } from '../../tags/release.ts'
import type { Move, Outcome } from '../outcome.ts'
import type { Beside } from '../watch/watched-metric.ts'

/** What a part of a guard has to say of the outcome; what is left out is as it was at the beginning. */
export type GuardEnd = Ending & { sentence: string } & Partial<Omit<Outcome, keyof Ending>>

export type ArmedMove = {
  move: Move
  target: Target | null
  repositoryId: string
  /** What was live by the ledger before this move; null, or left out, where that is not known. */
  live?: Release | null
  /** Number of the record of the deploy, where this run has opened it. */
  record?: number | undefined
  /** Share of the traffic in per cent that the release had when an earlier step or run ended, where that is known. */
  share?: number
  /** What is done once the release is served, before it is watched: a canary that was promoted gives its traffic up. */
  giveWay?: (() => Promise<void>) | undefined
  /** What a canary is measured beside. */
  beside?: Beside | null
  /** Numbers of the records of the rollback that an earlier step has opened. */
  opened?: readonly number[]
}

import type { DrillFigures } from '../../ledger/drill-figures.ts'
import type { DrillCheck } from '../../ledger/grade-drill.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import type { Component } from '../../tags/component.ts'
import type { BasePorts, Configure, RunIdentity } from '../guard-ports.ts'
import type { Outcome } from '../outcome.ts'

/** Runs a command of the user's. Never throws; `null` when it succeeded. */
type DrillHook = (told: Readonly<Record<string, string>>) => Promise<string | null>

export type DrillRequest = {
  component: Component
  /** The environment whose rollback is practised, and the one in which that is done. */
  practised: string
  environment: string
  /** A version that is known to be bad; null: one that is not, and a breach is made. */
  badVersion: string | null
  /** Seconds from the bad release being deployed to the one before being served again. */
  budget: number
  /** People are sent a test message. */
  notify: boolean
  actor: string
  hooks: { fault: DrillHook | null; clean: DrillHook | null }
  ports: BasePorts
  run: RunIdentity
  configure: Configure
  paused: boolean
}

export type DrillOutcome = {
  /** As people are told; its move is the one that was practised. */
  outcome: Outcome
  practised: string
  /** Null when it did not come to a rollback. */
  figures: DrillFigures | null
  checks: DrillCheck[]
  /** What earlier drills measured, newest first. */
  earlier: DeployRecord[]
}

import type { Policy } from '../analysis/policy.ts'

/** What one guard goes by, checked as a whole. Durations in seconds, rates as ratios. */
export type Settings = {
  deploy: { kind: 'command'; command: string; timeout: number; paths: string[] } | { kind: 'none'; timeout: number }
  metric: MetricSettings | null
  verify: VerifySettings | null
  onRegressed: 'roll-back' | 'report'
  onInconclusive: 'keep' | 'hold' | 'roll-back' | 'extend'
  onUnavailable: 'hold' | 'keep' | 'roll-back' | 'extend'
  requireArmed: 'warn' | 'refuse'
  quarantine: 'stale-clones' | 'refuse' | 'off'
  allowUntestedTarget: boolean
}

export type MetricSettings = {
  source: string
  url: string | undefined
  headers: string | undefined
  command: string | undefined
  errors: string | undefined
  total: string | undefined
  rate: string | undefined
  policy: Policy
  settle: number
  lag: number
  /** Length of the watch after a rollback; 0 leaves it out. */
  verifyDuration: number
}

export type VerifySettings =
  | { kind: 'url'; url: string; expression: string | undefined }
  | { kind: 'command'; command: string }

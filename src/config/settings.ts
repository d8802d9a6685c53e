import type { Policy } from '../analysis/policy.ts'
import type { ReadinessItem } from '../ledger/readiness.ts'

/** What one guard goes by, checked as a whole. Durations in seconds, rates as ratios. */
export type Settings = {
  deploy:
    | { kind: 'command'; command: string; timeout: number; paths: string[] }
    /** A file in `.github/workflows`. */
    | { kind: 'workflow'; workflow: string; timeout: number }
    | { kind: 'none'; timeout: number }
  /** `null`: the environment is not watched. */
  watch: WatchSettings | null
  verify: VerifySettings | null
  onRegressed: 'roll-back' | 'report'
  onInconclusive: 'keep' | 'hold' | 'roll-back' | 'extend'
  onUnavailable: 'hold' | 'keep' | 'roll-back' | 'extend'
  /** What becomes of a release whose run is cancelled or lost before its watch has passed. */
  onCancel: 'roll-back' | 'keep' | 'leave'
  requireArmed: 'warn' | 'refuse'
  quarantine: 'stale-clones' | 'refuse' | 'off'
  allowUntestedTarget: boolean
  onRollback: 'issue' | 'none'
  /** `@user` or `@org/team`. */
  owner: string | null
  /** An address, or `{env:NAME}`; secret. */
  notifyWebhook: string | null
  /** `null`: a release is judged by itself. */
  canary: CanarySettings | null
  /** `null`: the environment comes after no other. */
  ring: RingSettings | null
  readiness: ReadinessSettings
  /** `null`: the traffic is somebody else's. */
  traffic: TrafficSettings | null
}

/** What has to hold before a release is deployed. */
export type ReadinessSettings = {
  /** Empty: nothing. */
  require: readonly ReadinessItem[]
  onUnready: 'refuse' | 'warn'
  maxDrillAge: number
  /** `null`: the name of the environment, and -drill. */
  drilledIn: string | null
}

/** An environment that what has passed in another goes on to. */
type RingSettings = {
  after: string
  outOfOrder: 'refuse' | 'warn'
  onFailure: 'stop' | 'roll-back-all'
}

/** An environment whose releases are compared with those of another, and go on to it. */
export type CanarySettings = {
  of: string
  /** 0.2: a fifth worse is still fine. */
  tolerance: number
  promote: 'auto' | 'manual' | 'off'
  onFailure: 'baseline' | 'previous' | 'remove'
}

/** How a release is given its share of the traffic. */
export type TrafficSettings = {
  hook:
    | { kind: 'command'; command: string }
    | { kind: 'url'; url: string; method: TrafficMethod; body: string | undefined; headers: string | undefined }
  /** For setting it once, further tries included. */
  timeout: number
  /** Per cents, rising; at least one. The last is what a release has that stays. */
  steps: readonly number[]
  /** How long each of them is watched. */
  stepDuration: number
  /** Per cents, falling, that a regressed release is taken down to before 0. */
  rollbackSteps: readonly number[]
}

export type TrafficMethod = 'PUT' | 'POST' | 'PATCH' | 'GET'

export type WatchSettings = {
  /** At least one of them decides. */
  metrics: readonly MetricSettings[]
  settle: number
  lag: number
  interval: number
  duration: number
  /** Length of the watch after a rollback; 0 leaves it out. */
  verifyDuration: number
  /** How long reconcile looks again at what was kept; 0: not at all. */
  monitorFor: number
}

export type MetricSettings = {
  /** `metric` for the one of the plain settings. */
  name: string
  /** Judged and reported, but never decides. */
  dryRun: boolean
  source: string
  url: string | undefined
  headers: string | undefined
  command: string | undefined
  errors: string | undefined
  total: string | undefined
  /** Query of a single figure: an error rate, or what `figure` says. */
  rate: string | undefined
  figure: FigureSettings | null
  policy: Policy
}

/** A figure that is no error rate: a score from 0 to 1 of which more is better, or a value with a limit. */
export type FigureSettings = { kind: 'score' } | { kind: 'value'; atMost: number }

export type VerifySettings =
  | { kind: 'url'; url: string; expression: string | undefined }
  | { kind: 'command'; command: string }

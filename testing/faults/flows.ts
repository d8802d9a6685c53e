import type { FaultKind, Step } from './fault-kinds.ts'
import type { PastName } from './places.ts'

/** A run that begins with one thing going wrong, and the stage of it that is enumerated. */
export type Flow = {
  /** Left out: `components`. */
  past?: PastName
  /** What PRODUCTION is moved to before everything else; left out: nothing is. */
  version?: string
  /** What ends the guard of that move before its time; `null`: its event is never sent, so that there is no guard. Left out: nothing. */
  ended?: { step: Step; fault: FaultKind } | null
  /**
   * Whose requests and processes are spoiled one by one. `restore` puts both components back by one update. Each is followed
   * by what the platform runs, and by a reconcile hours later.
   */
  stage: 'main' | 'post' | 'reconcile' | 'restore'
  /** What its inputs have beside those of every case; `service` is the address of the service. */
  inputs?: (service: string) => Record<string, string>
  /** The guard of that move comes to its end, and a clone that has not fetched pushes the very tag object once more: that is what is looked at. */
  again?: true
  /** Where somebody else moves PRODUCTION to, in the moment of `overtaken`. */
  elsewhere: string
}

const DEPLOYING = { step: { kind: 'process', name: 'bash move', nth: 1 }, fault: 'kill-during' } as const
const MOVED_BACK = { step: { kind: 'request', name: 'mutation TagbackMove', nth: 1 }, fault: 'kill-after' } as const

/** Production is on v1.1.0, v1.0.0 was there before, v1.2.0 is bad, v1.3.0 is good. */
const FLOWS = {
  'guard-healthy': { version: 'v1.3.0', stage: 'main', elsewhere: 'v1.0.0' },
  'guard-rollback': { version: 'v1.2.0', stage: 'main', elsewhere: 'v1.0.0' },
  'guard-stale-clone': { version: 'v1.2.0', again: true, stage: 'main', elsewhere: 'v1.0.0' },
  'guard-steps': {
    ...{ version: 'v1.2.0', stage: 'main', elsewhere: 'v1.0.0' },
    inputs: (service) => ({
      'traffic-url': `${service}/weights/{version}/{percent}`,
      'traffic-steps': '50, 100',
      'step-duration': '1s',
      'traffic-timeout': '3s',
    }),
  },
  /** Production finds it good and asia bad: both go back. */
  'guard-rings': { past: 'rings', version: 'v1.2.0', stage: 'main', elsewhere: 'v1.0.0' },
  'post-after-deploy': { version: 'v1.2.0', ended: DEPLOYING, stage: 'post', elsewhere: 'v1.0.0' },
  'post-after-move': { version: 'v1.2.0', ended: MOVED_BACK, stage: 'post', elsewhere: 'v1.0.0' },
  'reconcile-missed': { version: 'v1.3.0', ended: null, stage: 'reconcile', elsewhere: 'v1.0.0' },
  'reconcile-lost-deploy': { version: 'v1.2.0', ended: DEPLOYING, stage: 'reconcile', elsewhere: 'v1.0.0' },
  'reconcile-lost-move': { version: 'v1.2.0', ended: MOVED_BACK, stage: 'reconcile', elsewhere: 'v1.0.0' },
  restore: { stage: 'restore', elsewhere: 'v1.3.0' },
} as const satisfies Record<string, Flow>

export type FlowName = keyof typeof FLOWS
export const FLOW_NAMES = Object.keys(FLOWS) as FlowName[]

/** The flow of this name, with all that it may say. */
export const flowOf = (name: FlowName): Flow => FLOWS[name]

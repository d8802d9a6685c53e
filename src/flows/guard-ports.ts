import type { Settings } from '../config/settings.ts'
import type { Release } from '../tags/release.ts'
import type { AskServed, Clock, Deployer, MetricSource, Repository } from './ports.ts'
import type { Tell } from './progress.ts'

/** Everything outside that a guard works with. */
export type GuardPorts = {
  clock: Clock
  repository: Repository
  deployer: Deployer
  /** The metric of one release: queries can name its version. `null` when the environment is not watched. */
  sourceFor: ((release: Release) => MetricSource) | null
  askServed: AskServed | null
  tell: Tell
}

export type RunIdentity = { id: number; attempt: number; url: string }

export type GuardContext = { settings: Settings; ports: GuardPorts; run: RunIdentity }

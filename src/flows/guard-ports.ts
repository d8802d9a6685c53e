import type { Ring } from '../config/rings.ts'
import type { Settings } from '../config/settings.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'
import type { SaveState } from './finish/run-state.ts'
import type { PeoplePorts } from './people/people.ts'
import type {
  AskServed,
  Clock,
  ConfigText,
  Deployer,
  DescribeChange,
  MetricSources,
  Repository,
  SetTraffic,
  TryOut,
} from './ports.ts'
import type { Tell } from './progress.ts'

/** What a guard works with whatever its settings are. */
export type BasePorts = {
  clock: Clock
  repository: Repository
  tell: Tell
  /** Aborted when the run is to end soon: every wait ends at once, and nothing long is begun. */
  cancelled: AbortSignal
  save: SaveState
}

/** What is built from the settings. */
type SettledPorts = {
  deployer: Deployer
  /** The metrics of one release: queries can name its version. `null` when the environment is not watched. */
  sourcesFor: ((release: Release) => MetricSources) | null
  /** The same metrics of a release in the environment that this one is the canary of. `null` when it is none. */
  baselineFor?: ((release: Release) => MetricSources) | null
  askServed: AskServed | null
  /** `null`, or left out, when the traffic is somebody else's. */
  setTraffic?: SetTraffic | null
  describeChange: DescribeChange
  people: PeopleWays
  /** Runs a script in the files of a release that is deployed. Never throws. */
  tryOut?(script: string, release: Release, environment: string): Promise<TryOut>
  /** Where the component's own files are in a release that was prepared; empty when that is not known. */
  componentPath(release: Release): Promise<string>
}

/** How people are told, apart from the issues, which are GitHub's. */
type PeopleWays = Omit<PeoplePorts, 'incidents'>

export type GuardPorts = BasePorts & SettledPorts

/** What comes after what among the environments of one component. */
export type ConfiguredRings = {
  /** The file says so of some environment, so that all tags of the component count. */
  inFile: boolean
  /** Among those that the file names and these, which are known to be there. */
  among(environments: readonly string[]): Ring[]
}

/** Settings of one component in one environment, and what is built from them. Sends nothing. */
export type Configure = (
  config: ConfigText | null,
  component: Component,
  environment: string,
  /** The environment that this one is a drill environment of, when its name does not say so. */
  practised?: string,
) =>
  | {
      kind: 'configured'
      settings: Settings
      ports: SettledPorts
      remarks: string[]
      /** The environment is there for drills. */
      drill?: boolean
      rings?: ConfiguredRings
    }
  | { kind: 'problems'; problems: string[] }

export type RunIdentity = { id: number; attempt: number; url: string }

export type GuardContext = { settings: Settings; ports: GuardPorts; run: RunIdentity }

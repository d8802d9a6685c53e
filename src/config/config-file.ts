import type { MetricSettingName, WrittenMetric } from './metric-table.ts'
import type { WrittenSettings } from './setting-table.ts'

/** Where the configuration is, on the default branch. */
export const CONFIG_PATH = '.github/tagback.yml'

/** `.github/tagback.yml`, read and checked setting by setting. */
export type ConfigFile = {
  defaults: ConfigSection
  /** In the order of the file. */
  environments: ConfigSection[]
  components: ConfigSection[]
  surfaces: Surface[]
}

/** Components that are put back together. */
type Surface = {
  name: string
  /** Ids, `type/name`, names or globs. */
  components: string[]
  /** Where that stands: `.github/tagback.yml:14:3`. */
  place: string
}

export type ConfigSection = {
  /** `defaults`, or the glob of an environment or component. */
  glob: string
  /** Where the section begins: `.github/tagback.yml:12:3`. */
  place: string
  settings: WrittenSettings
  /** Where each setting stands: `.github/tagback.yml:14:7`. */
  places: Partial<Record<keyof WrittenSettings, string>>
  /** By their names. */
  metrics: Readonly<Record<string, ConfigMetric>>
  /** Where the files of the component are; `{type}` and `{name}` may stand in it. */
  path: string | null
  /** Components, or globs of them, that are deployed before; null when the section does not say. */
  after: string[] | null
  /** Of an environment: the one that it comes after, and where that stands. null when the section does not say. */
  ring: RingPlace | null
  /** Of an environment: it is there for drills. null when the section does not say. */
  drill: boolean | null
}

/** An environment that another one comes after, and where that is said: `.github/tagback.yml:14:12`. */
export type RingPlace = { after: string; place: string }

/** What a section says of one metric. */
export type ConfigMetric = { settings: WrittenMetric; places: Partial<Record<MetricSettingName, string>> }

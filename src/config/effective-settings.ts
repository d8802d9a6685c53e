import type { Component } from '../tags/component.ts'
import type { ConfigFile, ConfigMetric, ConfigSection, RingPlace } from './config-file.ts'
import { WAYS_TO_MEASURE } from './inherit-plain.ts'
import { matchesComponent, matchesName } from './matches-component.ts'
import type { MetricSettingName, WrittenMetrics } from './metric-table.ts'
import { SETTING_NAMES, type SettingName, type WrittenSettings } from './setting-table.ts'

export type EffectiveSettings = {
  written: WrittenSettings
  /** Where each setting comes from: `Input threshold`, or `.github/tagback.yml:14:7 threshold`. */
  origins: Partial<Record<SettingName, string>>
  /** The metrics that have names, as far as they say something themselves. */
  metrics: WrittenMetrics
  /** Where that stands, by metric and setting: `.github/tagback.yml:14:7 metrics.latency.at-most`. */
  metricOrigins: Readonly<Record<string, Partial<Record<MetricSettingName, string>>>>
  /** Inputs that the configuration overrides. */
  shadowed: SettingName[]
  /** Where the component's files are, when the configuration says so. */
  path: string | null
  /** The environment that this one comes after. Only the file can say so. */
  ring: RingPlace | null
  /** The environment is marked as one for drills. Only the file can say so: inputs come with the tagged commit. */
  drill: boolean
}

/** Each says the same in another way: who says one of them takes back the others. */
const ALTERNATIVES: readonly (readonly (readonly SettingName[])[])[] = [
  [['deploy-command'], ['deploy-workflow'], ['deploy']],
  [['verify-url', 'verify-value'], ['verify-command']],
  [['errors', 'total'], ['rate']],
  [['traffic-command'], ['traffic-url', 'traffic-method', 'traffic-headers', 'traffic-body']],
]

/**
 * Component over environment over defaults of the file over inputs. Inputs come from the workflow file of the tagged
 * commit, so that an old commit would carry its own thresholds; the configuration comes from the default branch.
 * An environment for drills takes over what is said of the one that it practises, unless it says something itself.
 */
export function effectiveSettings(
  config: ConfigFile | null,
  component: Component,
  environment: string,
  inputs: WrittenSettings,
  practised?: string,
): EffectiveSettings {
  const own = config?.environments.filter(({ glob }) => matchesName(glob, environment)) ?? []
  const drill = own.reduce((marked, section) => section.drill ?? marked, false)
  const base = drill ? (practised ?? practisedBy(environment)) : null
  const under = config?.environments.filter((section) => base && matchesName(section.glob, base)) ?? []
  const sections = config
    ? [
        config.defaults,
        ...under,
        ...own.filter((section) => !under.includes(section)),
        ...config.components.filter(({ glob }) => matchesComponent(glob, component)),
      ]
    : []
  const effective: EffectiveSettings = {
    written: {},
    origins: {},
    metrics: {},
    metricOrigins: {},
    shadowed: [],
    path: null,
    // What is practised is a rollback, not the way to it.
    ring: (drill ? own : sections).reduce<RingPlace | null>((said, section) => section.ring ?? said, null),
    drill,
  }
  for (const name of SETTING_NAMES) put(effective, name, inputs[name], `Input ${name}`)
  for (const section of sections) apply(effective, section, inputs)
  return { ...effective, shadowed: [...new Set(effective.shadowed)] }
}

/** What an environment for drills practises unless told otherwise: `production` for `production-drill`. */
const practisedBy = (environment: string): string | null => /^(.+)-drill$/.exec(environment)?.[1] ?? null

function apply(effective: EffectiveSettings, section: ConfigSection, inputs: WrittenSettings): void {
  for (const alternatives of ALTERNATIVES) {
    const said = alternatives.filter((names) => names.some((name) => section.settings[name] !== undefined))
    if (said.length !== 1) continue
    for (const name of alternatives.filter((names) => names !== said[0]).flat()) {
      if (effective.written[name] !== undefined && inputs[name] !== undefined) effective.shadowed.push(name)
      delete effective.written[name]
    }
  }
  for (const name of SETTING_NAMES) {
    const text = section.settings[name]
    if (text === undefined) continue
    if (inputs[name] !== undefined && inputs[name] !== text) effective.shadowed.push(name)
    put(effective, name, text, `${section.places[name]} ${name}`)
  }
  if (section.settings.metric?.trim() === 'none') [effective.metrics, effective.metricOrigins] = [{}, {}]
  for (const [name, metric] of Object.entries(section.metrics)) applyMetric(effective, name, metric)
  effective.path = section.path ?? effective.path
}

/** A narrower scope changes single settings of a metric; another way to measure takes back the ways before. */
function applyMetric(effective: EffectiveSettings, name: string, { settings, places }: ConfigMetric): void {
  const written = { ...effective.metrics[name] }
  const said = WAYS_TO_MEASURE.filter((way) => way.some((setting) => settings[setting] !== undefined))
  if (said.length > 0)
    for (const setting of WAYS_TO_MEASURE.filter((way) => !said.includes(way)).flat()) delete written[setting]
  effective.metrics = { ...effective.metrics, [name]: { ...written, ...settings } }
  const origins = Object.entries(places).map(([setting, place]) => [setting, `${place} metrics.${name}.${setting}`])
  effective.metricOrigins = {
    ...effective.metricOrigins,
    [name]: { ...effective.metricOrigins[name], ...Object.fromEntries(origins) },
  }
}

const put = (effective: EffectiveSettings, name: SettingName, text: string | undefined, origin: string): void => {
  if (text === undefined) return
  effective.written[name] = text
  effective.origins[name] = origin
}

import picomatch from 'picomatch'
import type { Component } from '../tags/component.ts'
import type { ConfigFile, ConfigSection } from './config-file.ts'
import { SETTING_NAMES, type SettingName, type WrittenSettings } from './setting-table.ts'

export type EffectiveSettings = {
  written: WrittenSettings
  /** Where each setting comes from: `Input threshold`, or `.github/tagback.yml:14:7 threshold`. */
  origins: Partial<Record<SettingName, string>>
  /** Inputs that the configuration overrides. */
  shadowed: SettingName[]
  /** Where the component's files are, when the configuration says so. */
  path: string | null
}

/** Each says the same in another way: who says one of them takes back the others. */
const ALTERNATIVES: readonly (readonly (readonly SettingName[])[])[] = [
  [['deploy-command'], ['deploy']],
  [['verify-url', 'verify-value'], ['verify-command']],
  [['errors', 'total'], ['rate']],
]

/**
 * Component over environment over defaults of the file over inputs. Inputs come from the workflow file of the tagged
 * commit, so that an old commit would carry its own thresholds; the configuration comes from the default branch.
 */
export function effectiveSettings(
  config: ConfigFile | null,
  component: Component,
  environment: string,
  inputs: WrittenSettings,
): EffectiveSettings {
  const sections = config
    ? [
        config.defaults,
        ...config.environments.filter(({ glob }) => matches(glob, [environment])),
        ...config.components.filter(({ glob }) => matches(glob, [component.id, `${component.type}/${component.name}`])),
      ]
    : []
  const effective: EffectiveSettings = { written: {}, origins: {}, shadowed: [], path: null }
  for (const name of SETTING_NAMES) put(effective, name, inputs[name], `Input ${name}`)
  for (const section of sections) apply(effective, section, inputs)
  return { ...effective, shadowed: [...new Set(effective.shadowed)] }
}

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
  effective.path = section.path ?? effective.path
}

const put = (effective: EffectiveSettings, name: SettingName, text: string | undefined, origin: string): void => {
  if (text === undefined) return
  effective.written[name] = text
  effective.origins[name] = origin
}

const matches = (glob: string, names: readonly string[]): boolean =>
  picomatch(glob, { dot: true })(names[0] ?? '') ||
  names.slice(1).some((name) => picomatch.isMatch(name, glob, { dot: true }))

import { checkSettings } from '../config/check-settings.ts'
import { effectiveSettings } from '../config/effective-settings.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { SETTING_NAMES, SETTING_TABLE, type SettingName } from '../config/setting-table.ts'
import type { Component } from '../tags/component.ts'

/** One component in one environment, with all settings that count there. */
export type CheckedPair = {
  component: string
  environment: string
  settings: { name: SettingName; text: string; from: string }[]
  problems: string[]
  /** What the file leaves to the inputs of the workflow. */
  leftToInputs: string[]
}

export type CheckedConfiguration = { problems: string[]; pairs: CheckedPair[] }

/** Reads a configuration as a guard would, for every component and environment that has a tag. Writes nothing. */
export function checkConfiguration(
  text: string,
  file: string,
  tags: readonly { component: Component; environment: string }[],
): CheckedConfiguration {
  const read = readConfigFile(text, file)
  if (read.kind === 'problems') return { problems: read.problems, pairs: [] }
  const pairs = tags.map(({ component, environment }): CheckedPair => {
    const effective = effectiveSettings(read.config, component, environment, {})
    const checked = checkSettings(effective.written)
    const found = checked.kind === 'problems' ? checked.problems : []
    const say = (setting: SettingName, message: string) => `${effective.origins[setting] ?? setting}: ${message}`
    return {
      component: component.id,
      environment,
      settings: SETTING_NAMES.flatMap((name) => {
        const written = effective.written[name]
        const value = written ?? SETTING_TABLE[name].default
        return value === null ? [] : [{ name, text: value, from: effective.origins[name] ?? 'built in' }]
      }),
      problems: found.filter(({ missing }) => !missing).map(({ setting, message }) => say(setting, message)),
      leftToInputs: found.filter(({ missing }) => missing).map(({ setting }) => setting),
    }
  })
  return { problems: [...new Set(pairs.flatMap(({ problems }) => problems))], pairs }
}

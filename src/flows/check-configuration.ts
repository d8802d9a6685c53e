import { checkSettings } from '../config/check-settings.ts'
import { effectiveSettings } from '../config/effective-settings.ts'
import type { MetricSettingName } from '../config/metric-table.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { sayProblem } from '../config/say-problem.ts'
import { SETTING_NAMES, SETTING_TABLE } from '../config/setting-table.ts'
import type { Component } from '../tags/component.ts'

/** One component in one environment, with all settings that count there. */
export type CheckedPair = {
  component: string
  environment: string
  settings: { name: string; text: string; from: string }[]
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
    const checked = checkSettings(effective.written, effective.metrics)
    const found = checked.kind === 'problems' ? checked.problems : []
    return {
      component: component.id,
      environment,
      settings: [
        ...SETTING_NAMES.flatMap((name) => {
          const text = effective.written[name] ?? SETTING_TABLE[name].default
          return text === null ? [] : [{ name, text, from: effective.origins[name] ?? 'built in' }]
        }),
        ...Object.entries(effective.metrics).flatMap(([metric, said]) =>
          Object.entries(said).map(([name, text]) => {
            const origin = effective.metricOrigins[metric]?.[name as MetricSettingName]
            return { name: `metrics.${metric}.${name}`, text, from: origin ?? '' }
          }),
        ),
      ],
      problems: found.filter(({ missing }) => !missing).map((problem) => sayProblem(problem, effective, '')),
      leftToInputs: [...new Set(found.filter(({ missing }) => missing).map(({ setting }) => setting))],
    }
  })
  return { problems: [...new Set(pairs.flatMap(({ problems }) => problems))], pairs }
}

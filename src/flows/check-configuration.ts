import { checkSettings } from '../config/check-settings.ts'
import type { ConfigFile } from '../config/config-file.ts'
import { effectiveSettings } from '../config/effective-settings.ts'
import { jobMinutesOf } from '../config/job-minutes.ts'
import { matchesComponent, matchesName } from '../config/matches-component.ts'
import type { MetricSettingName } from '../config/metric-table.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { flawsInRings, type RingScope, ringsAmong, ringsBehind } from '../config/rings.ts'
import { sayProblem } from '../config/say-problem.ts'
import { SETTING_NAMES, SETTING_TABLE, type WrittenSettings } from '../config/setting-table.ts'
import type { Component } from '../tags/component.ts'

/** One component in one environment, with all settings that count there. */
export type CheckedPair = {
  component: string
  environment: string
  settings: { name: string; text: string; from: string }[]
  problems: string[]
  /** What the file leaves to the inputs of the workflow. */
  leftToInputs: string[]
  /** `timeout-minutes` of a job that guards it, so that it is never cut off in a rollback; null with problems. */
  jobMinutes: number | null
}

export type CheckedConfiguration = {
  problems: string[]
  /** What can be read, and is probably not meant: sections that no environment tag belongs to. */
  warnings: string[]
  pairs: CheckedPair[]
}

type Tags = readonly { component: Component; environment: string }[]

/** Of the components that share a problem. */
const MOST_NAMED = 3

/** Reads a configuration as a guard would, for every component and environment that has a tag. Writes nothing. */
export function checkConfiguration(text: string, file: string, tags: Tags): CheckedConfiguration {
  const read = readConfigFile(text, file)
  if (read.kind === 'problems') return { problems: read.problems, warnings: [], pairs: [] }
  const pairs = tags.map(({ component, environment }): CheckedPair => {
    const effective = effectiveSettings(read.config, component, environment, {})
    const checked = checkSettings(effective.written, effective.metrics, effective.ring?.after ?? null)
    const scope = { config: read.config, component, inputs: {} }
    const found = checked.kind === 'problems' ? checked.problems : []
    const problems = [
      ...found.filter(({ missing }) => !missing).map((problem) => sayProblem(problem, effective, '')),
      ...flawsInRings(scope, environment),
    ]
    return {
      component: component.id,
      environment,
      settings: [
        ...SETTING_NAMES.flatMap((name) => {
          const text = effective.written[name] ?? SETTING_TABLE[name].default
          return text === null ? [] : [{ name, text, from: effective.origins[name] ?? 'built in' }]
        }),
        ...(effective.ring
          ? [{ name: 'after', text: effective.ring.after, from: `${effective.ring.place} after` }]
          : []),
        ...Object.entries(effective.metrics).flatMap(([metric, said]) =>
          Object.entries(said).map(([name, text]) => {
            const origin = effective.metricOrigins[metric]?.[name as MetricSettingName]
            return { name: `metrics.${metric}.${name}`, text, from: origin ?? '' }
          }),
        ),
      ],
      problems,
      leftToInputs: [...new Set(found.filter(({ missing }) => missing).map(({ setting }) => setting))],
      jobMinutes: problems.length > 0 ? null : minutesFor(scope, environment, effective.written, tags),
    }
  })
  return { problems: problemsOf(pairs), warnings: tags.length === 0 ? [] : unused(read.config, tags), pairs }
}

/** What goes on by itself is followed by a guard of each further environment, in the same job. */
function minutesFor(scope: RingScope, environment: string, written: WrittenSettings, tags: Tags): number | null {
  const { config, component } = scope
  const known = tags.flatMap((tag) => (tag.component.id === component.id ? [tag.environment] : []))
  const onward = ringsAmong(scope, known).filter(({ go }) => go === 'auto')
  try {
    return jobMinutesOf(
      written,
      ringsBehind(environment, onward).map(
        (ring) => effectiveSettings(config, component, ring.environment, {}).written,
      ),
    )
  } catch {
    // One of them has a setting that is not well-formed, which is a problem of its own tag.
    return null
  }
}

/** Each once. What is wrong with some pairs only comes from sections that contradict each other there: it names them. */
function problemsOf(pairs: readonly CheckedPair[]): string[] {
  const problems = new Set(pairs.flatMap(({ problems }) => problems))
  return [...problems].map((problem) => {
    const having = pairs.filter(({ problems }) => problems.includes(problem))
    if (having.length === pairs.length) return problem
    const named = having.slice(0, MOST_NAMED).map(({ component, environment }) => `${component} in ${environment}`)
    const more = having.length > named.length ? [`${having.length - named.length} more`] : []
    return `${problem}, for ${[...named, ...more].join(', ')}`
  })
}

/** A typing error in the name of a section is no error: a tag that it fits can come later. */
function unused(config: ConfigFile, tags: Tags): string[] {
  const fits = (fit: (tag: Tags[number]) => boolean) => tags.some(fit)
  return [
    ...config.environments
      .filter(({ glob }) => !fits(({ environment }) => matchesName(glob, environment)))
      .map(({ place, glob }) => `${place} ${glob}: fits no environment tag`),
    ...config.components
      .filter(({ glob }) => !fits(({ component }) => matchesComponent(glob, component)))
      .map(({ place, glob }) => `${place} ${glob}: fits no component that has an environment tag`),
  ]
}

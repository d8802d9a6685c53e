import { allOf, problemsIn } from '../config/all-of.ts'
import { flawInCanary } from '../config/canary-settings.ts'
import { checkSettings } from '../config/check-settings.ts'
import { type EffectiveSettings, effectiveSettings } from '../config/effective-settings.ts'
import type { MetricSettingName } from '../config/metric-table.ts'
import { PLAIN_METRIC } from '../config/metric-table.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { flawsInRings, hasRings, ringsAmong } from '../config/rings.ts'
import { sayProblem } from '../config/say-problem.ts'
import { SETTING_NAMES, type SettingName } from '../config/setting-table.ts'
import type { Settings } from '../config/settings.ts'
import { secretsOf } from '../deploy/redact.ts'
import type { Configure, GuardPorts } from '../flows/guard-ports.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'
import { assembleDeploy, type CheckOut } from './assemble-deploy.ts'
import { assemblePeople } from './assemble-people.ts'
import { metricSources } from './metric-sources.ts'
import type { RunnerEnvironment } from './read-environment.ts'
import type { Inputs } from './read-inputs.ts'
import { redactPorts } from './redact-ports.ts'

/** Puts configuration file and inputs together, and builds what they ask for. */
export const configureGuard =
  (
    { token, written, deployEnv }: Inputs,
    { address, temporaryDirectory, run }: RunnerEnvironment,
    parent: Readonly<Record<string, string | undefined>>,
    /** Aborted when a command that is running has to end. */
    cancelled?: AbortSignal | undefined,
    readFile = onceForEachText(readConfigFile),
    checkOut?: CheckOut,
  ): Configure =>
  (config, component, environment, practised) => {
    const env = { ...parent, ...deployEnv }
    const read = config ? readFile(config.text, config.file) : null
    if (read?.kind === 'problems') return read
    const effective = effectiveSettings(read?.config ?? null, component, environment, written, practised)
    const checked = checkSettings(effective.written, effective.metrics, effective.ring?.after ?? null)
    if (checked.kind === 'problems') {
      const problems = checked.problems.map((problem) => sayProblem(problem, effective, 'Input '))
      return { kind: 'problems', problems }
    }
    const { settings } = checked
    const flaw = flawInCanary(settings, environment)
    if (flaw !== null) return { kind: 'problems', problems: [withOrigin(flaw, effective)] }
    const scope = { config: read?.config ?? null, component, inputs: written }
    const flaws = flawsInRings(scope, environment)
    if (flaws.length > 0) return { kind: 'problems', problems: flaws }
    try {
      const { serverUrl, owner, name } = address
      const place = { repositoryUrl: `${serverUrl}/${owner}/${name}`, runUrl: run.url }
      const common = { token, settings, path: effective.path, address, temporaryDirectory, env, checkOut }
      const [{ measure, tryOut, secrets: ofTraffic, ...deploy }, metrics, { people, secrets }] = allOf(
        () => assembleDeploy({ ...common, ...(cancelled ? { cancelled } : {}) }),
        () => (settings.watch ? metricSources(settings.watch.metrics, component, environment, env) : null),
        () => assemblePeople(settings, place, env),
      )
      const sourcesFor = metrics && ((release: Release) => metrics.sourcesFor(release, measure(release, environment)))
      const baselineFor = baselineOf(settings, component, env, measure)
      const ports = redactPorts({ ...deploy, sourcesFor, baselineFor }, [
        token,
        ...secrets,
        ...ofTraffic,
        ...(metrics?.secrets ?? []),
        // A script for a metric can print them.
        ...secretsOf(env),
        ...Object.values(deployEnv),
      ])
      return {
        kind: 'configured',
        settings,
        ports: { ...ports, people, componentPath: deploy.componentPath, tryOut },
        remarks: [...shadowedInputs(effective), ...unaskedQueries(effective, settings)],
        drill: effective.drill,
        rings: { inFile: hasRings(scope.config), among: (known) => ringsAmong(scope, [environment, ...known]) },
      }
    } catch (error) {
      return {
        kind: 'problems',
        // What metrics inherit is wrong with each of them.
        problems: [...new Set(problemsIn(error).map((problem) => withOrigin(problem, effective)))],
      }
    }
  }

/** The same queries, filled in for the environment that this one is the canary of. */
function baselineOf(
  { watch, canary }: Settings,
  component: Component,
  env: Readonly<Record<string, string | undefined>>,
  measure: ReturnType<typeof assembleDeploy>['measure'],
): NonNullable<GuardPorts['baselineFor']> | null {
  if (!watch || !canary) return null
  const { sourcesFor } = metricSources(watch.metrics, component, canary.of, env)
  return (release) => sourcesFor(release, measure(release, canary.of))
}

/** Hundreds of components can follow one file. */
function onceForEachText<Result>(read: (text: string, file?: string) => Result): typeof read {
  const known = new Map<string, Result>()
  return (text, file) => {
    const result = known.get(text) ?? read(text, file)
    known.set(text, result)
    return result
  }
}

const shadowedInputs = ({ shadowed, origins }: EffectiveSettings): string[] =>
  shadowed.map((name) => `Input ${name} does not count: ${origins[name] ?? 'the configuration'} says otherwise`)

/** Metrics that have names take the place of the plain one: what that one asked is then asked by nobody, unless inherited. */
const unaskedQueries = ({ written, origins }: EffectiveSettings, { watch }: Settings): string[] =>
  watch === null
    ? []
    : (['errors', 'rate'] as const)
        .filter(
          (name) => written[name] !== undefined && !watch.metrics.some((metric) => metric[name] === written[name]),
        )
        .map(
          (name) =>
            `${origins[name] ?? name} is not watched: the metrics that have names ask for something else. Give it a name under metrics, too`,
        )

/** Messages of sources and queries begin with the setting; where that stands is known here. */
function withOrigin(message: string, { origins, metricOrigins }: EffectiveSettings): string {
  const [, metric = '', own = '', rest = ''] = /^metrics\.([\w-]+)\.([a-z-]+)([\s\S]*)$/.exec(message) ?? []
  const place = metricOrigins[metric]?.[own as MetricSettingName] ?? origins[own as SettingName]
  if (metric !== '') return `${place ?? `metrics.${metric}.${own}`}${rest}`
  const setting = SETTING_NAMES.find((name) => message.startsWith(`${name}:`) || message.startsWith(`${name} `))
  if (!setting) return message
  // A metric under `metrics` may have the name of the plain one.
  const named = metricOrigins[PLAIN_METRIC]?.[setting as MetricSettingName]
  return `${named ?? origins[setting] ?? `Input ${setting}`}${message.slice(setting.length)}`
}

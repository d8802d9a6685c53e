import { setSecret } from '@actions/core'
import { allOf, problemsError, problemsIn } from '../config/all-of.ts'
import { parseMetricHeaders } from '../config/metric-headers.ts'
import { PLAIN_METRIC } from '../config/metric-table.ts'
import type { MetricSettings } from '../config/settings.ts'
import type { MetricSources } from '../flows/ports.ts'
import { figureOf } from '../metrics/figure.ts'
import { inSetting, type RunScript } from '../metrics/source-settings.ts'
import { createSource } from '../metrics/sources.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'

/** Seconds that a metric source has for one answer. */
const METRIC_TIMEOUT = 10

/** A version as good as any other: what is wrong with a query is wrong with every version. */
const ANY_COMMIT = '0'.repeat(40)
const NEVER_RUN: RunScript = async () => ({ kind: 'failed', what: 'unreachable', detail: 'only checked' })

/** Of one release; `run` runs scripts in its files. */
type SourcesFor = (release: Release, run: RunScript) => MetricSources

/**
 * The metrics of a component in an environment, to be filled in for a release, and the secrets that they are asked with.
 *
 * @throws when queries, URLs, headers or expressions are wrong, with all of them: every source is built once before
 * anything is sent
 */
export function metricSources(
  metrics: readonly MetricSettings[],
  { id, type, name: component }: Component,
  environment: string,
  env: Readonly<Record<string, string | undefined>>,
): { sourcesFor: SourcesFor; secrets: string[] } {
  const build = (
    headers: readonly Headers[],
    { version, commit }: Pick<Release, 'version' | 'commit'>,
    run: RunScript,
  ) => {
    const values = { component: id, type, name: component, version, environment, commit }
    const common = { timeoutSeconds: METRIC_TIMEOUT, fetch, run, values }
    const sources = metrics.map((metric, index) => () => {
      const { name, source, url, errors, total, rate, command } = metric
      const figure = metric.figure ? figureOf(metric.figure) : undefined
      const settings = { ...common, url, headers: headers[index] ?? {}, errors, total, rate, command, figure }
      return [name, inMetric(metric, () => createSource(source, settings))] as const
    })
    return new Map(allOf(...sources))
  }
  const [asked] = allOf(
    () => allOf(...metrics.map((metric) => () => inMetric(metric, () => readHeaders(metric, env)))),
    () => build([], { version: 'v0.0.0', commit: ANY_COMMIT }, NEVER_RUN),
  )
  const secrets = asked.flatMap((metric) => metric.secrets)
  for (const secret of secrets) setSecret(secret)
  const headers = asked.map((metric) => metric.headers)
  return { sourcesFor: (release, run) => build(headers, release, run), secrets }
}

type Headers = Readonly<Record<string, string>>

/** Messages begin with the setting; that of a metric with a name stands under `metrics`. */
function inMetric<Result>({ name }: MetricSettings, build: () => Result): Result {
  try {
    return build()
  } catch (error) {
    const begin = name === PLAIN_METRIC ? '' : `metrics.${name}.`
    throw problemsError(problemsIn(error).map((problem) => `${begin}${problem}`))
  }
}

function readHeaders(metric: MetricSettings, env: Readonly<Record<string, string | undefined>>) {
  return inSetting('metric-headers', () => parseMetricHeaders(metric.headers ?? '', env))
}

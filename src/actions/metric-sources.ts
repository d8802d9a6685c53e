import { setSecret } from '@actions/core'
import { PLAIN_METRIC } from '../config/check-settings.ts'
import { parseMetricHeaders } from '../config/metric-headers.ts'
import type { MetricSettings } from '../config/settings.ts'
import type { MetricSources } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import { figureOf } from '../metrics/figure.ts'
import type { RunScript } from '../metrics/source-settings.ts'
import { createSource } from '../metrics/sources.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'

/** Seconds that a metric source has for one answer. */
const METRIC_TIMEOUT = 10

/**
 * The metrics of a component in an environment, to be filled in for a release, and the secrets that they are asked with.
 *
 * @throws when a query, URL, header or expression is wrong: every source is built once before anything is sent
 */
export function metricSources(
  metrics: readonly MetricSettings[],
  { id, type, name: component }: Component,
  environment: string,
  env: Readonly<Record<string, string | undefined>>,
  runFor: (release: Release) => RunScript,
): { sourcesFor: (release: Release) => MetricSources; secrets: string[] } {
  const asked = metrics.map((metric) => ({ metric, ...inMetric(metric, () => readHeaders(metric, env)) }))
  const secrets = asked.flatMap((metric) => metric.secrets)
  for (const secret of secrets) setSecret(secret)
  const sourcesFor = (release: Release): MetricSources => {
    const { version, commit } = release
    const values = { component: id, type, name: component, version, environment, commit }
    const common = { timeoutSeconds: METRIC_TIMEOUT, fetch, run: runFor(release), values }
    return new Map(
      asked.map(({ metric, headers }) => {
        const { name, source, url, errors, total, rate, command } = metric
        const figure = metric.figure ? figureOf(metric.figure) : undefined
        const settings = { ...common, url, headers, errors, total, rate, command, figure }
        return [name, inMetric(metric, () => createSource(source, settings))]
      }),
    )
  }
  // A version as good as any other: what is wrong with a query is wrong with every version.
  const commit = '0'.repeat(40)
  sourcesFor({ component: id, version: 'v0.0.0', versioned: true, object: commit, commit })
  return { sourcesFor, secrets }
}

/** Messages begin with the setting; that of a metric with a name stands under `metrics`. */
function inMetric<Result>({ name }: MetricSettings, build: () => Result): Result {
  try {
    return build()
  } catch (error) {
    const message = messageOf(error)
    throw new Error(name === PLAIN_METRIC ? message : `metrics.${name}.${message}`, { cause: error })
  }
}

function readHeaders(metric: MetricSettings, env: Readonly<Record<string, string | undefined>>) {
  try {
    return parseMetricHeaders(metric.headers ?? '', env)
  } catch (error) {
    throw new Error(`metric-headers: ${messageOf(error)}`, { cause: error })
  }
}

import { setSecret } from '@actions/core'
import { parseMetricHeaders } from '../config/metric-headers.ts'
import type { MetricSettings } from '../config/settings.ts'
import type { MetricSource } from '../flows/ports.ts'
import type { RunScript } from '../metrics/source-settings.ts'
import { createSource } from '../metrics/sources.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'

/** Seconds that a metric source has for one answer. */
const METRIC_TIMEOUT = 10

/**
 * The metric of a component in an environment, to be filled in for a release, and the secrets that it is asked with.
 *
 * @throws when a query, URL, header or expression is wrong: the source is built once before anything is sent
 */
export function metricSources(
  metric: MetricSettings,
  { id, type, name }: Component,
  environment: string,
  env: Readonly<Record<string, string | undefined>>,
  runFor: (release: Release) => RunScript,
): { sourceFor: (release: Release) => MetricSource; secrets: string[] } {
  const { headers, secrets } = readHeaders(metric, env)
  for (const secret of secrets) setSecret(secret)
  const { source, url, errors, total, rate, command } = metric
  const sourceFor = (release: Release): MetricSource =>
    createSource(source, {
      ...{ url, headers, errors, total, rate, command, timeoutSeconds: METRIC_TIMEOUT, fetch, run: runFor(release) },
      values: { component: id, type, name, version: release.version, environment, commit: release.commit },
    })
  // A version as good as any other: what is wrong with a query is wrong with every version.
  const commit = '0'.repeat(40)
  sourceFor({ component: id, version: 'v0.0.0', versioned: true, object: commit, commit })
  return { sourceFor, secrets }
}

function readHeaders(metric: MetricSettings, env: Readonly<Record<string, string | undefined>>) {
  try {
    return parseMetricHeaders(metric.headers ?? '', env)
  } catch (error) {
    throw new Error(`metric-headers: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

import { setSecret } from '@actions/core'
import { parseMetricHeaders } from '../config/metric-headers.ts'
import type { MetricSettings } from '../config/settings.ts'
import type { GuardPorts } from '../flows/guard-ports.ts'
import type { MetricSource } from '../flows/ports.ts'
import { createRepository } from '../github/create-repository.ts'
import { createSource } from '../metrics/sources.ts'
import { classifyPush, type TagPush } from '../tags/classify-push.ts'
import type { Release } from '../tags/release.ts'
import { assembleDeploy } from './assemble-deploy.ts'
import type { RunnerEnvironment } from './read-environment.ts'
import type { Inputs } from './read-inputs.ts'
import { systemClock } from './system-clock.ts'
import { tellLog } from './tell-log.ts'

/** Seconds that a metric source has for one answer. */
const METRIC_TIMEOUT = 10

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Puts the real clock, GitHub, deployer and metric source together.
 *
 * @throws when a query, URL, header or expression is wrong: everything is built once before anything is sent
 */
export function assembleGuardPorts(
  { token, settings }: Inputs,
  { address, run, temporaryDirectory }: RunnerEnvironment,
  push: TagPush,
  env: Environment,
): GuardPorts {
  setSecret(token)
  const { metric } = settings
  const sourceFor = metric ? metricSources(metric, settings.tagPrefixes, push, env) : null
  // A version that is as good as any other: what is wrong with a query is wrong with every version.
  asInput('', () =>
    sourceFor?.({ component: '', version: 'v0.0.0', versioned: true, object: push.after, commit: push.after }),
  )
  return {
    clock: systemClock,
    repository: createRepository({ address, token, fetch, logUrl: run.url }),
    ...assembleDeploy({ token, settings, address, temporaryDirectory, env }),
    sourceFor,
    tell: tellLog,
  }
}

function metricSources(
  metric: MetricSettings,
  prefixes: readonly string[],
  push: TagPush,
  env: Environment,
): (release: Release) => MetricSource {
  const { headers, secrets } = asInput('metric-headers: ', () => parseMetricHeaders(metric.headers ?? '', env))
  for (const secret of secrets) setSecret(secret)
  const pushed = classifyPush(push, prefixes)
  const { component, environment } =
    pushed.kind === 'move' ? pushed : { component: { id: '', type: '', name: '' }, environment: '' }
  return ({ version, commit }) =>
    createSource(metric.source, {
      ...{ url: metric.url ?? '', headers, timeoutSeconds: METRIC_TIMEOUT, fetch },
      ...(metric.errors === undefined ? {} : { errors: metric.errors }),
      ...(metric.total === undefined ? {} : { total: metric.total }),
      ...(metric.rate === undefined ? {} : { rate: metric.rate }),
      values: { component: component.id, type: component.type, name: component.name, version, environment, commit },
    })
}

/** Errors of settings name the setting; a person looks for it among the inputs. */
function asInput<T>(name: string, build: () => T): T {
  try {
    return build()
  } catch (error) {
    throw new Error(`Input ${name}${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

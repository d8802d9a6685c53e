import { allOf } from '../config/all-of.ts'
import { checkPromQL, fillPromQL } from '../config/fill-placeholders.ts'
import type { MetricSource } from '../flows/ports.ts'
import { checkedUrl } from './checked-url.ts'
import { fetchText } from './fetch-text.ts'
import { type PrometheusAnswer, prometheusAnswer } from './prometheus-answer.ts'
import { rangesOfPromQL } from './promql-ranges.ts'
import { countersReading, figureOfSamples, windowReading } from './samples-to-reading.ts'
import { showUrl } from './show-url.ts'
import { askedOf, inSetting, type SourceSettings, sayAsked, unavailable } from './source-settings.ts'

const MOST_BYTES = 16 * 1024 * 1024

/**
 * Prometheus and what speaks its API (VictoriaMetrics, Thanos, Mimir). `errors` and `total` are either cumulative
 * counters such as `http_requests_total{code=~"5.."}`, best without `sum(…)` so that the restart of one instance is
 * not taken for errors; or counts in `{window}`, the time since the last answered poll:
 * `sum(increase(http_requests_total[{window}]))`. Both are asked for the same moment.
 *
 * @throws when a setting is wrong; sends nothing
 */
export const prometheus = (settings: SourceSettings): MetricSource => {
  const [endpoint, asked] = allOf(
    () => inSetting('metric-url', () => queryEndpoint(checkedUrl(settings))),
    () =>
      askedOf(settings, (query) => {
        checkPromQL(query)
        // Filled once, so that what cannot be filled in is said now.
        return fillPromQL(query, settings.values, 1) && query
      }),
  )
  const window = asked.kind === 'counts' && isWindow(asked.errors, asked.total)

  const query = async (text: string, since: number, until: number): Promise<PrometheusAnswer> => {
    // Whole seconds on both ends: what one window ends with the next begins with.
    const seconds = Math.max(1, Math.floor(until / 1000) - Math.floor(since / 1000))
    const time = text.includes('{window}') ? Math.floor(until / 1000) : until / 1000
    const body = new URLSearchParams({
      query: fillPromQL(text, settings.values, seconds),
      time: String(time),
      timeout: `${settings.timeoutSeconds}s`,
    })
    const { fetch, timeoutSeconds } = settings
    const headers = {
      accept: 'application/json',
      ...settings.headers,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const answer = await fetchText({
      ...{ fetch, url: endpoint, method: 'POST', body: body.toString(), headers, timeoutSeconds },
      maxBytes: MOST_BYTES,
    })
    return answer.kind === 'unavailable' ? answer : prometheusAnswer(answer.status, answer.body)
  }

  const shown = (text: string): string =>
    fillPromQL(text.replaceAll('[{window}]', '[since the last poll]'), settings.values, 1)
  return {
    description: `Prometheus at ${showUrl(endpoint)}: ${sayAsked(asked, shown)}`,
    read: async ({ since, until }) => {
      if (asked.kind === 'rate') {
        const rate = await query(asked.rate, since, until)
        return rate.kind === 'samples'
          ? figureOfSamples(rate.samples, asked.figure)
          : named(asked.figure?.name ?? 'rate', rate)
      }
      const [errors, total] = await Promise.all([query(asked.errors, since, until), query(asked.total, since, until)])
      if (errors.kind === 'unavailable') return named('errors', errors)
      if (total.kind === 'unavailable') return named('total', total)
      return window ? windowReading(errors.samples, total.samples) : countersReading(errors.samples, total.samples)
    },
  }
}

const named = (name: string, { what, detail }: Extract<PrometheusAnswer, { kind: 'unavailable' }>) =>
  unavailable(what, `${name}: ${detail}`)

/** @throws when the two do not fit together, or count the same requests again at every poll */
const isWindow = (errors: string, total: string): boolean => {
  const ranges = { errors: rangesOfPromQL(errors), total: rangesOfPromQL(total) }
  for (const name of ['errors', 'total'] as const)
    if (ranges[name].flaw !== null)
      throw new Error(
        `${name}: expected a cumulative counter, such as http_requests_total{…}, or a count since the last poll, such as ` +
          `sum(increase(http_requests_total{…}[{window}])), got ${ranges[name].flaw}`,
      )
  if (ranges.errors.window !== ranges.total.window)
    throw new Error('metric: expected {window} in errors and total, or in neither, got it in one of them')
  return ranges.errors.window
}

/** `…/api/v1/query`, whether or not it was written out. */
const queryEndpoint = (base: string): string => {
  const url = new URL(base)
  url.hash = ''
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/api\/v1(\/query)?$/, '')}/api/v1/query`
  return url.href
}

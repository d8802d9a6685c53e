import type { Reading } from '../analysis/reading.ts'
import { allOf } from '../config/all-of.ts'
import type { MetricSource } from '../flows/ports.ts'
import { checkedUrl } from './checked-url.ts'
import { type DatadogAnswer, type DatadogPoint, datadogAnswer } from './datadog-answer.ts'
import { fetchText } from './fetch-text.ts'
import { RATE } from './figure.ts'
import { fillDatadog } from './fill-datadog.ts'
import { figureOfSamples, windowReading } from './samples-to-reading.ts'
import { showUrl } from './show-url.ts'
import { askedOf, inSetting, type SourceSettings, sayAsked, unavailable } from './source-settings.ts'

const MOST_BYTES = 4 * 1024 * 1024
/** Length of Datadog's shortest buckets, in seconds. They begin at multiples of it, whatever is asked for. */
const BUCKET = 10
/** How far back the newest value of a rate may be, in seconds. */
const NEWEST = 300
const COUNT = /^sum:[\w.]+\{[^{}]*\}\.as_count\(\)$/

type Span = { from: number; to: number }

/**
 * Datadog's timeseries API. `errors` and `total` are counts, `sum:x{version:{version}}.as_count()`, of which the
 * buckets are added up that were completed since the last answered poll; `rate` is any query with one series, of which
 * the newest value counts. What Datadog gets to know later is not counted: `lag` must cover its delay. The keys stand in `DD-API-KEY` and `DD-APPLICATION-KEY` of `metric-headers`.
 *
 * @throws when a setting is wrong; sends nothing
 */
export const datadog = (settings: SourceSettings): MetricSource => {
  const [endpoint, asked] = allOf(
    () => inSetting('metric-url', () => queryEndpoint(checkedUrl(settings))),
    () => askedOf(settings, (query) => fillDatadog(query, settings.values)),
  )
  if (asked.kind === 'counts')
    for (const name of ['errors', 'total'] as const)
      if (!COUNT.test(asked[name]))
        throw new Error(
          `${name}: expected one count, such as sum:http.requests{env:prod}.as_count(), got ${asked[name]}`,
        )

  const query = async (text: string, { from, to }: Span): Promise<DatadogAnswer> => {
    const url = new URL(endpoint)
    url.search = new URLSearchParams({ from: String(from), to: String(to), query: text }).toString()
    const { fetch, timeoutSeconds } = settings
    const headers = { accept: 'application/json', ...settings.headers }
    const answer = await fetchText({ fetch, url: url.href, headers, timeoutSeconds, maxBytes: MOST_BYTES })
    return answer.kind === 'unavailable' ? answer : datadogAnswer(answer.status, answer.body)
  }

  return {
    description: `Datadog at ${showUrl(endpoint)}: ${sayAsked(asked, (text) => text)}`,
    read: async ({ since, until }) => {
      if (asked.kind === 'rate') {
        const to = Math.floor(until / 1000)
        const rate = await query(asked.rate, { from: to - NEWEST, to })
        return rate.kind === 'points'
          ? newestFigure(rate.points, rate.series, asked.figure)
          : named(asked.figure?.name ?? 'rate', rate)
      }
      const span = completeBuckets(since, until)
      // Asked for even when no bucket was completed: whether Datadog answers is worth to know.
      const wide = { from: Math.min(span.from, span.to - BUCKET), to: span.to }
      const asking = (text: string) => query(`${text}.rollup(sum, ${BUCKET})`, wide)
      const [errors, total] = await Promise.all([asking(asked.errors), asking(asked.total)])
      if (errors.kind === 'unavailable') return named('errors', errors)
      if (total.kind === 'unavailable') return named('total', total)
      return countsWithin(errors.points, total.points, span)
    },
  }
}

/** Buckets that ended between the two polls, in seconds: each bucket is in the span of just one poll. */
export const completeBuckets = (since: number, until: number): Span => {
  const [from, to] = [since, until].map((time) => Math.floor(time / 1000 / BUCKET) * BUCKET) as [number, number]
  return { from: Math.min(from, to), to }
}

/** Counts within the span. A count that was not reported is none. */
export const countsWithin = (errors: readonly DatadogPoint[], total: readonly DatadogPoint[], span: Span): Reading => {
  const within = (points: readonly DatadogPoint[]) =>
    points
      .filter(({ time }) => time >= span.from && time < span.to)
      .map(({ series, time, value }) => ({ series: `${series} at ${time}`, value }))
  return windowReading(within(errors), within(total))
}

/** The newest value of the one series. A service without traffic has the same one for minutes. */
export const newestFigure = (points: readonly DatadogPoint[], series: number, figure = RATE): Reading => {
  if (series > 1)
    return unavailable('wrong-type', `${figure.name}: expected one series, found ${series}; leave out "by {…}"`)
  const newest = points.toSorted((one, other) => other.time - one.time).slice(0, 1)
  const reading = figureOfSamples(newest, figure)
  return reading.kind === 'rate' && newest[0] ? { ...reading, of: newest[0].time } : reading
}

const named = (name: string, { what, detail }: Extract<DatadogAnswer, { kind: 'unavailable' }>) =>
  unavailable(what, `${name}: ${detail}`)

/** `…/api/v1/query`, whether or not it was written out. */
const queryEndpoint = (base: string): string => {
  const url = new URL(base)
  url.hash = ''
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/api\/v1(\/query)?$/, '')}/api/v1/query`
  return url.href
}

import type { Reading } from '../analysis/reading.ts'
import { allOf } from '../config/all-of.ts'
import { fillPromQL } from '../config/fill-placeholders.ts'
import type { MetricSource } from '../flows/ports.ts'
import { checkedUrl } from './checked-url.ts'
import { fetchText } from './fetch-text.ts'
import { parseSelector, type Selector } from './parse-selector.ts'
import { countersReading, figureOfSamples } from './samples-to-reading.ts'
import { type Scrape, scrapeSamples } from './scrape-samples.ts'
import { showUrl } from './show-url.ts'
import { type Asked, askedOf, inSetting, type SourceSettings, sayAsked, unavailable } from './source-settings.ts'

type Wanted = { text: string; selector: Selector }

const MOST_BYTES = 16 * 1024 * 1024
const ACCEPT = 'text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5, */*;q=0.1'

/**
 * The metrics page of one process, without a Prometheus server between. `errors` and `total` select counters,
 * `rate` one gauge with a ratio: `http_requests_total{code=~"5.."}`. Only for a service behind one address that
 * always leads to the same process: each process has counters of its own.
 *
 * @throws when a setting is wrong; sends nothing
 */
export const prometheusText = (settings: SourceSettings): MetricSource => {
  const [url, asked] = allOf(
    () => inSetting('metric-url', () => checkedUrl(settings)),
    () =>
      askedOf(settings, (query): Wanted => {
        const text = fillPromQL(query, settings.values)
        return { text, selector: parseSelector(text) }
      }),
  )
  const { fetch, timeoutSeconds } = settings
  const headers = { accept: ACCEPT, ...settings.headers }
  return {
    description: `metrics page ${showUrl(url)}: ${sayAsked(asked, ({ text }) => text)}`,
    read: async () => {
      const answer = await fetchText({ fetch, url, headers, timeoutSeconds, maxBytes: MOST_BYTES })
      if (answer.kind === 'unavailable') return answer
      if (answer.status !== 200)
        return unavailable('http-status', `${showUrl(url)}: expected HTTP 200, found ${answer.status}`)
      return readingOfScrape(answer, asked)
    },
  }
}

/** From a metrics page to what was asked of it. */
export const readingOfScrape = (scrape: Scrape, asked: Asked<Wanted>): Reading => {
  const wanted = asked.kind === 'rate' ? [asked.rate] : [asked.errors, asked.total]
  const read = scrapeSamples(
    scrape,
    wanted.map(({ selector }) => selector),
  )
  if (read.kind === 'unavailable') return read
  const [first = [], total = []] = read.found
  if (asked.kind === 'rate') return figureOfSamples(first, asked.figure)
  // A gauge goes down without a restart: what it loses would be counted as new errors.
  for (const [name, samples] of [
    ['errors', first],
    ['total', total],
  ] as const)
    if (samples.some(({ type }) => type === 'gauge'))
      return unavailable('wrong-type', `${name}: expected a counter, found a gauge`)
  return countersReading(first, total)
}

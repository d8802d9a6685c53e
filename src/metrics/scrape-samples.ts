import { looksLikeHtml } from './parse-json.ts'
import { parseSampleLine } from './parse-sample-line.ts'
import type { Selector } from './parse-selector.ts'
import type { Sample } from './samples-to-reading.ts'
import { seriesName } from './series-name.ts'
import { type Unavailable, unavailable } from './source-settings.ts'

/** `type` is what the page says of the metric, such as `counter` or `gauge`. */
export type ScrapedSample = Sample & { type: string | undefined }

export type Scrape = { body: string; contentType: string }

/**
 * The samples that fit each selector, in their order. A whole page is read, so that what is cut off or is no metrics
 * page at all is not taken for one without such a series.
 */
export const scrapeSamples = (
  { body, contentType }: Scrape,
  selectors: readonly Selector[],
): { kind: 'samples'; found: ScrapedSample[][] } | Unavailable => {
  const found = selectors.map((): ScrapedSample[] => [])
  const types = new Map<string, string>()
  let ended = false
  for (const [index, raw] of body.split('\n').entries()) {
    const line = raw.trim()
    if (line === '') continue
    if (ended) return unavailable('malformed', `line ${index + 1}: expected nothing after # EOF`)
    if (line.startsWith('#')) {
      const [, name, type] = /^#[ \t]+TYPE[ \t]+(\S+)[ \t]+(\S+)$/.exec(line) ?? []
      if (name !== undefined && type !== undefined) types.set(name, type)
      ended = line === '# EOF'
      continue
    }
    const sample = parseSampleLine(line)
    if (sample === undefined) {
      const what = looksLikeHtml(body) ? 'HTML' : 'another text'
      return unavailable(
        'malformed',
        `line ${index + 1}: expected a metric in the Prometheus text format, found ${what}`,
      )
    }
    for (const [which, selector] of selectors.entries())
      if (selector.name === sample.name && selector.fits(sample.labels))
        found[which]?.push({
          series: seriesName(sample.name, sample.labels),
          value: sample.value,
          type: types.get(sample.name),
        })
  }
  if (!ended && /^application\/openmetrics-text\b/i.test(contentType))
    return unavailable('malformed', 'the page is cut off: expected # EOF at its end')
  return { kind: 'samples', found }
}

import { type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath'
import type { Reading } from '../analysis/reading.ts'
import { allOf } from '../config/all-of.ts'
import { fillJmesPath } from '../config/fill-placeholders.ts'
import type { MetricSource } from '../flows/ports.ts'
import { checkedUrl } from './checked-url.ts'
import { type CompiledJmesPath, compileJmesPath } from './compile-jmespath.ts'
import { fetchText } from './fetch-text.ts'
import { RATE } from './figure.ts'
import { type FoundNumber, numberInJson } from './number-in-json.ts'
import { parseJson } from './parse-json.ts'
import { countersReading } from './samples-to-reading.ts'
import { showUrl } from './show-url.ts'
import { type Asked, askedOf, inSetting, type SourceSettings, sayAsked, unavailable } from './source-settings.ts'

const MOST_BYTES = 4 * 1024 * 1024

/**
 * Any address that answers with JSON. `errors` and `total` are JMESPath expressions that lead to cumulative counters,
 * `rate` to one from 0 to 1.
 *
 * @throws when a setting is wrong; sends nothing
 */
export const httpJson = (settings: SourceSettings): MetricSource => {
  const [url, asked] = allOf(
    () => inSetting('metric-url', () => checkedUrl(settings)),
    () => askedOf(settings, (query) => compileJmesPath(fillJmesPath(query, settings.values))),
  )
  const { fetch, timeoutSeconds } = settings
  const headers = { accept: 'application/json', ...settings.headers }
  return {
    description: `JSON of ${showUrl(url)}: ${sayAsked(asked, ({ text }) => text)}`,
    read: async () => {
      const answer = await fetchText({ fetch, url, headers, timeoutSeconds, maxBytes: MOST_BYTES })
      if (answer.kind === 'unavailable') return answer
      if (answer.status !== 200)
        return unavailable('http-status', `${showUrl(url)}: expected HTTP 200, found ${answer.status}`)
      return readingOfJson(answer.body, asked)
    },
  }
}

/** From a body to what was asked of it. */
export const readingOfJson = (body: string, asked: Asked<CompiledJmesPath>): Reading => {
  const parsed = parseJson(body)
  if (parsed.kind === 'unavailable') return parsed
  if (asked.kind === 'rate') {
    const { name, reading } = asked.figure ?? RATE
    const figure = find(name, asked.rate, parsed.data)
    return figure.kind === 'number' ? reading(figure.value) : figure
  }
  const errors = find('errors', asked.errors, parsed.data)
  if (errors.kind !== 'number') return errors
  const total = find('total', asked.total, parsed.data)
  if (total.kind !== 'number') return total
  return countersReading(
    [{ series: asked.errors.text, value: errors.value }],
    [{ series: asked.total.text, value: total.value }],
  )
}

const find = (name: string, { text, expression }: CompiledJmesPath, data: unknown): FoundNumber => {
  try {
    return numberInJson(TreeInterpreter.search(expression, data as JSONValue), `${name}: ${text}`)
  } catch (error) {
    // Functions of JMESPath check the types of what they are given, such as sum() of words.
    return unavailable('wrong-type', `${name}: ${text}: ${(error as Error).message.replace(/\s+/g, ' ').slice(0, 200)}`)
  }
}

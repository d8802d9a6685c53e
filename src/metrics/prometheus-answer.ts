import { parseJson } from './parse-json.ts'
import { parseNumber } from './parse-number.ts'
import type { Sample, Samples } from './samples-to-reading.ts'
import { seriesName } from './series-name.ts'
import { type Unavailable, unavailable } from './source-settings.ts'

export type PrometheusAnswer = { kind: 'samples'; samples: Samples } | Unavailable

type Json = Readonly<Record<string, unknown>>

/**
 * What a server said to `/api/v1/query`: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries.
 * Prometheus refuses a query with status 400 or 422, VictoriaMetrics with 422. A scalar counts as one series.
 */
export const prometheusAnswer = (status: number, body: string): PrometheusAnswer => {
  const parsed = parseJson(body)
  const answer = parsed.kind === 'json' && isObject(parsed.data) ? parsed.data : undefined
  const said = typeof answer?.error === 'string' ? `: ${oneLine(answer.error)}` : ''
  if (status === 400 || status === 422)
    return unavailable('query-rejected', `the server refuses the query (HTTP ${status})${said}`)
  if (status < 200 || status > 299) return unavailable('http-status', `expected HTTP 200, found ${status}${said}`)
  if (parsed.kind === 'unavailable') return parsed
  if (answer?.status === 'error') return unavailable('query-rejected', `the server answers with an error${said}`)
  if (answer?.status !== 'success' || !isObject(answer.data))
    return unavailable('malformed', 'expected an answer of the Prometheus API with status and data, found other JSON')
  // VictoriaMetrics' cluster version says so when one of its storage nodes did not answer.
  if (answer.isPartial === true)
    return unavailable('missing-value', 'the server says that its answer is incomplete (isPartial)')
  const warning = incomplete(answer.warnings)
  if (warning !== undefined)
    return unavailable('missing-value', `the server warns that its answer may be incomplete: ${oneLine(warning)}`)
  return samplesOf(answer.data)
}

/**
 * Errors that did not stop the query, such as a store of Thanos or a remote read that did not answer. A series that is
 * missing in the first answer would count whole when it is back. Remarks on the query itself are no such errors.
 */
const incomplete = (warnings: unknown): string | undefined =>
  Array.isArray(warnings)
    ? warnings.find((warning) => typeof warning === 'string' && !warning.startsWith('PromQL '))
    : undefined

const samplesOf = ({ resultType, result }: Json): PrometheusAnswer => {
  if (resultType !== 'vector' && resultType !== 'scalar') {
    const found = typeof resultType === 'string' ? oneLine(resultType) : 'none'
    const hint = found === 'matrix' ? '; a range such as [5m] needs a function around it' : ''
    return unavailable('wrong-type', `expected a query whose result is a vector or a scalar, found ${found}${hint}`)
  }
  if (!Array.isArray(result)) return unavailable('malformed', `expected an array as result, found ${typeof result}`)
  const read = resultType === 'scalar' ? [sampleOf({}, result)] : result.map(sampleOfEntry)
  const samples = read.filter((sample): sample is Sample => typeof sample !== 'string')
  const flaw = read.find((sample) => typeof sample === 'string')
  if (flaw !== undefined) return unavailable(flaw.startsWith('native') ? 'wrong-type' : 'malformed', flaw)
  return { kind: 'samples', samples }
}

/** The sample, or what is wrong with it. */
const sampleOfEntry = (entry: unknown): Sample | string => {
  if (!isObject(entry) || !isObject(entry.metric)) return 'expected a metric with each value, found none'
  if (entry.histogram !== undefined && entry.value === undefined)
    return 'native histogram: expected a number; use histogram_count(…) or histogram_fraction(…) around it'
  return sampleOf(entry.metric, entry.value)
}

const sampleOf = ({ __name__: name, ...labels }: Json, value: unknown): Sample | string => {
  const text = Array.isArray(value) && value.length === 2 ? value[1] : undefined
  const number = typeof text === 'string' ? parseNumber(text) : undefined
  if (number === undefined) return 'expected values of the form [time, "number"], found another'
  const pairs = Object.entries(labels).map(
    ([label, labelled]) => [label, typeof labelled === 'string' ? labelled : JSON.stringify(labelled)] as const,
  )
  return { series: seriesName(typeof name === 'string' ? name : '', pairs), value: number }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 300)

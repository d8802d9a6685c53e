import { parseJson } from './parse-json.ts'
import { type Unavailable, unavailable } from './source-settings.ts'

/** One point of one series: its time in seconds since the epoch, where its bucket begins. */
export type DatadogPoint = { series: string; time: number; value: number }

export type DatadogAnswer = { kind: 'points'; points: readonly DatadogPoint[]; series: number } | Unavailable

type Json = Readonly<Record<string, unknown>>

/** What Datadog said to `/api/v1/query`: https://docs.datadoghq.com/api/latest/metrics/query-timeseries-points/ */
export const datadogAnswer = (status: number, body: string): DatadogAnswer => {
  const parsed = parseJson(body)
  const answer = parsed.kind === 'json' && isObject(parsed.data) ? parsed.data : undefined
  const said = saidIn(answer)
  if (status === 400 || status === 422)
    return unavailable('query-rejected', `Datadog refuses the query (HTTP ${status})${said}`)
  if (status === 401 || status === 403)
    return unavailable(
      'http-status',
      `expected HTTP 200, found ${status}${said}; give DD-API-KEY and DD-APPLICATION-KEY in metric-headers`,
    )
  if (status !== 200) return unavailable('http-status', `expected HTTP 200, found ${status}${said}`)
  if (parsed.kind === 'unavailable') return parsed
  if (answer?.status === 'error') return unavailable('query-rejected', `Datadog answers with an error${said}`)
  if (answer?.status !== 'ok' || !Array.isArray(answer.series))
    return unavailable('malformed', 'expected an answer of the Datadog API with status and series, found other JSON')
  const points: DatadogPoint[] = []
  for (const [index, one] of answer.series.entries()) {
    const read = isObject(one) ? pointsOf(one, typeof one.scope === 'string' ? one.scope : String(index)) : undefined
    if (read === undefined)
      return unavailable('malformed', 'expected a pointlist of [time, number] pairs, found another')
    // One by one: there can be more of them than a call takes arguments.
    for (const point of read) points.push(point)
  }
  return { kind: 'points', points, series: answer.series.length }
}

/** A point without a value (null) is one where nothing was reported. */
const pointsOf = ({ pointlist }: Json, series: string): DatadogPoint[] | undefined => {
  if (!Array.isArray(pointlist)) return undefined
  const points: DatadogPoint[] = []
  for (const point of pointlist) {
    const [time, value]: unknown[] = Array.isArray(point) ? point : []
    if (typeof time !== 'number' || (typeof value !== 'number' && value !== null)) return undefined
    if (value !== null) points.push({ series, time: time / 1000, value })
  }
  return points
}

const saidIn = (answer: Json | undefined): string => {
  const errors = Array.isArray(answer?.errors) ? answer.errors : [answer?.error]
  const text = errors.filter((error) => typeof error === 'string' && error !== '').join('; ')
  return text === '' ? '' : `: ${text.replace(/\p{Cc}+/gu, ' ').slice(0, 300)}`
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

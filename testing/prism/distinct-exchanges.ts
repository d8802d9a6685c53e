import type { RecordedExchange } from '../github/recorded-exchange.ts'

/** Words of an enumeration count as they are; names, ids, addresses and texts only by their type. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))].sort()
  if (typeof value === 'string') return /^[a-z_]{2,20}$/.test(value) ? value : 'string'
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.entries(value)
    .map(([key, inner]) => [key, shapeOf(inner)])
    .sort(([one], [other]) => String(one).localeCompare(String(other)))
}

const bodyOf = (text: string): unknown => (text === '' ? null : shapeOf(JSON.parse(text)))

const keyOf = ({ method, route, url, requestBody, status, responseBody }: RecordedExchange): string => {
  const asked = [...new URL(url, 'http://local').searchParams.keys()].sort()
  return JSON.stringify([method, route, asked, bodyOf(requestBody), status, bodyOf(responseBody)])
}

/** One of those that look alike: same route, same parameters, same status, bodies of the same shape. */
export const distinctExchanges = (exchanges: readonly RecordedExchange[]): RecordedExchange[] => [
  ...new Map(exchanges.map((exchange) => [keyOf(exchange), exchange])).values(),
]

import { appendFileSync } from 'node:fs'
import type { Answer, Request } from './exchange.ts'

/** A request of the REST API and what the local GitHub answered, for a validator that is not ours. */
export type RecordedExchange = {
  method: string
  /** Template of the route. */
  route: string
  /** Path and query, without `/api/v3`. */
  url: string
  requestBody: string
  status: number
  responseBody: string
}

/** One line for each exchange, so that processes which write side by side do not mix them up. No header is kept. */
export const recordExchange = (file: string, route: string, { method, path, query, body }: Request, answer: Answer) => {
  const asked = query.size === 0 ? '' : `?${query}`
  const exchange: RecordedExchange = {
    ...{ method, route, url: `${path.replace(/^\/api\/v3(?=\/)/, '')}${asked}` },
    ...{ requestBody: body.toString(), status: answer.status, responseBody: String(answer.body) },
  }
  appendFileSync(file, `${JSON.stringify(exchange)}\n`)
}

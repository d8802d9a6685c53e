import type { IncomingHttpHeaders } from 'node:http'

/** A request after its body has arrived. */
export type Request = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Answers are data until the very end, so that a fault can throw one away after its effect. */
export type Answer = { status: number; headers: Record<string, string>; body: string | Buffer }

const DOCUMENTATION = 'https://docs.github.com/rest'

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

/** GitHub's shape of an error of the REST API. */
export const restError = (status: number, message: string, headers: Record<string, string> = {}): Answer =>
  json(status, { message, documentation_url: DOCUMENTATION, status: String(status) }, headers)

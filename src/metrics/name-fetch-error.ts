import type { UnavailableReason } from '../analysis/reading.ts'

const KNOWN: Readonly<Record<string, readonly [UnavailableReason, string]>> = {
  ECONNREFUSED: ['unreachable', 'connection refused'],
  ECONNRESET: ['unreachable', 'connection reset'],
  EPIPE: ['unreachable', 'connection reset'],
  ECONNABORTED: ['unreachable', 'connection reset'],
  UND_ERR_SOCKET: ['unreachable', 'connection closed before the answer was complete'],
  ENOTFOUND: ['unreachable', 'host name not found (DNS)'],
  EAI_AGAIN: ['unreachable', 'host name could not be looked up (DNS)'],
  EHOSTUNREACH: ['unreachable', 'no route to the host'],
  ENETUNREACH: ['unreachable', 'no route to the network'],
  ETIMEDOUT: ['timeout', 'connecting took too long'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'connecting took too long'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'the answer did not begin in time'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the answer stopped half-way'],
  UND_ERR_HEADERS_OVERFLOW: ['too-large', 'the headers of the answer are too large'],
}
const TLS = /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|CRL_|INVALID_CA)/
const NOT_HTTP = /^(HPE_|UND_ERR_(INVALID|RES_CONTENT_LENGTH|NOT_SUPPORTED)|Z_)/

/**
 * Names what made a request fail, from the error codes of Node.js, OpenSSL and undici. The error's own message is not
 * shown: it can quote a header.
 */
export const nameFetchError = (error: unknown): { what: UnavailableReason; detail: string } => {
  const codes = codesOf(error)
  for (const code of codes) {
    const known = KNOWN[code]
    if (known !== undefined) return { what: known[0], detail: `${known[1]} (${code})` }
    if (TLS.test(code)) return { what: 'unreachable', detail: `TLS: no trusted connection (${code})` }
    if (NOT_HTTP.test(code)) return { what: 'malformed', detail: `the answer is not valid HTTP (${code})` }
  }
  // Node.js 24 gives its parser's errors a name, and no code.
  if (causes(error).some((cause) => says(cause, 'name', 'HTTPParserError')))
    return { what: 'malformed', detail: 'the answer is not valid HTTP' }
  if (causes(error).some((cause) => says(cause, 'message', 'bad port')))
    return {
      what: 'unreachable',
      detail: 'fetch does not connect to this port (https://fetch.spec.whatwg.org/#port-blocking)',
    }
  const name = error instanceof Error ? error.name : typeof error
  return { what: 'unreachable', detail: `the request failed (${[name, ...codes].join(', ')})` }
}

/** Node.js makes these errors itself, so they need not be of this realm's `Error`. */
const says = (cause: unknown, property: 'name' | 'message', text: string): boolean =>
  typeof cause === 'object' && cause !== null && (cause as Partial<Error>)[property] === text

const codesOf = (error: unknown): string[] =>
  causes(error).flatMap((cause) =>
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
      ? [cause.code]
      : [],
  )

/** The error, what caused it, and the single attempts of a connection over several addresses; bounded, as it may be circular. */
const causes = (error: unknown, depth = 0): unknown[] => {
  if (depth > 4 || typeof error !== 'object' || error === null) return [error]
  const inner = 'cause' in error ? causes(error.cause, depth + 1) : []
  const several = error instanceof AggregateError ? error.errors.flatMap((one) => causes(one, depth + 1)) : []
  return [error, ...inner, ...several]
}

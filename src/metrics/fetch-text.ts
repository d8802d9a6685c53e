import type { UnavailableReason } from '../analysis/reading.ts'
import { nameFetchError } from './name-fetch-error.ts'
import { readBounded } from './read-bounded.ts'
import { showUrl } from './show-url.ts'

export type TextRequest = {
  fetch: typeof globalThis.fetch
  url: string
  /** GET when left out. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  body?: string
  headers: Readonly<Record<string, string>>
  /** `none`: any is an answer that was not expected, such as the way to a sign-in page. Otherwise those within the origin. */
  redirects?: 'none'
  /** For connection, redirects, headers and body together. */
  timeoutSeconds: number
  /** Of the body, after decompression. */
  maxBytes: number
}

/** `detail` holds no header, no value of the address' query and nothing of the body. */
export type TextAnswer = { kind: 'answer'; status: number; contentType: string; body: string } | Unavailable

type Unavailable = { kind: 'unavailable'; what: UnavailableReason; detail: string }

const MOST_REDIRECTS = 3
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/**
 * Asks and reads the whole body, whatever the status. Redirects are followed within the same origin only, so that no
 * header ever reaches another host. Never throws.
 */
export const fetchText = async (request: TextRequest): Promise<TextAnswer> => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), request.timeoutSeconds * 1000)
  try {
    return await follow(request, controller.signal)
  } catch (error) {
    const where = showUrl(request.url)
    if (controller.signal.aborted)
      return unavailable('timeout', `${where}: no complete answer within ${request.timeoutSeconds} s`)
    const { what, detail } = nameFetchError(error)
    return unavailable(what, `${where}: ${detail}`)
  } finally {
    clearTimeout(timer)
  }
}

const follow = async (request: TextRequest, signal: AbortSignal): Promise<TextAnswer> => {
  if (!URL.canParse(request.url)) return unavailable('unreachable', 'expected an address, got one that is not valid')
  let url = new URL(request.url)
  const { origin } = url
  let { method = 'GET', body } = request
  for (let redirects = 0; ; redirects++) {
    const response = await request.fetch(url, {
      ...{ method, headers: request.headers, signal },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    })
    const location = REDIRECTS.includes(response.status) ? response.headers.get('location') : null
    if (location === null) return await answerOf(response, request, signal)
    await response.body?.cancel()

    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    const where = showUrl(request.url)
    if (next === undefined) return unavailable('malformed', `${where}: redirected to an address that is not valid`)
    if (request.redirects === 'none')
      return unavailable('redirected', `${where}: redirected to ${showUrl(next.href)}; not followed`)
    if (next.origin !== origin)
      return unavailable('redirected', `${where}: redirected to another origin, ${showUrl(next.href)}; not followed`)
    if (redirects === MOST_REDIRECTS)
      return unavailable(
        'redirected',
        `${where}: redirected more than ${MOST_REDIRECTS} times, last to ${showUrl(next.href)}`,
      )
    // Only 303 asks for another method. 301 and 302 leave the choice, and a query must not lose its body.
    if (response.status === 303) [method, body] = ['GET', undefined]
    url = next
  }
}

const answerOf = async (response: Response, request: TextRequest, signal: AbortSignal): Promise<TextAnswer> => {
  const read = await readBounded(response.body, request.maxBytes, signal)
  if (read === null)
    return unavailable('too-large', `${showUrl(request.url)}: expected at most ${request.maxBytes} bytes, got more`)
  const contentType = response.headers.get('content-type') ?? ''
  return { kind: 'answer', status: response.status, contentType, body: read }
}

const unavailable = (what: UnavailableReason, detail: string): Unavailable => ({ kind: 'unavailable', what, detail })

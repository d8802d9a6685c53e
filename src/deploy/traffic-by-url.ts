import { type BodyForm, checkBody, fillBody } from '../config/fill-body.ts'
import { checkUrlTemplate, fillUrl, type PlaceholderValues } from '../config/fill-placeholders.ts'
import type { TrafficMethod } from '../config/settings.ts'
import type { Clock, SetTraffic } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import { fetchText, type TextAnswer } from '../metrics/fetch-text.ts'
import { showUrl } from '../metrics/show-url.ts'
import { inSetting } from '../metrics/source-settings.ts'
import type { Component } from '../tags/component.ts'
import { type Try, tryWithin } from './try-within.ts'

export type TrafficByUrlOptions = {
  fetch: typeof globalThis.fetch
  clock: Clock
  /** With `{percent}`, `{rest}` and the placeholders of a release in its path or query. */
  url: string
  method: TrafficMethod
  /** JSON with the same placeholders, or what `content-type` in the headers says. */
  body?: string | undefined
  /** Names in small letters. */
  headers: Readonly<Record<string, string>>
  componentOf(id: string): Component
}

const MOST_BYTES = 1024 * 1024
/** Seconds that a try has at least, and the share of the time that the first one may take at most. */
const [SHORTEST, SHARE] = [1, 0.5]
/** Answers after which the same request may do better: https://www.rfc-editor.org/rfc/rfc9110#status.codes */
const AGAIN: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

/**
 * Sets the traffic by a request to the router. It may be made again: a share that is set twice is set.
 *
 * @throws at once when the address or the body is not well-formed; the function that it returns never throws
 */
export const trafficByUrl = (options: TrafficByUrlOptions): SetTraffic => {
  const { url, body, headers, clock } = options
  const type = headers['content-type'] ?? 'application/json'
  inSetting('traffic-url', () => checkUrlTemplate(url, figuresOf(0)))
  const form = inSetting('traffic-body', () => {
    const form = body === undefined ? 'json' : formOf(type)
    if (body !== undefined) checkBody(body, form, figuresOf(0))
    return form
  })
  return async ({ release, environment, percent, within }) => {
    const { id, type: kind, name } = options.componentOf(release.component)
    const { version, commit } = release
    const values = { component: id, type: kind, name, version, environment, commit }
    try {
      return await tryWithin(within, clock, (left) => ask(options, { values, percent, form, type, left, within }))
    } catch (error) {
      return { kind: 'failed', detail: `traffic-url: ${messageOf(error)}` }
    }
  }
}

const figuresOf = (percent: number) => ({ percent: String(percent), rest: String(100 - percent) })

function formOf(type: string): BodyForm {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return 'form'
  if (/^application\/([\w.-]+\+)?json\b/i.test(type)) return 'json'
  throw new Error(
    `expected a content-type for JSON or application/x-www-form-urlencoded in traffic-headers, got ${type}`,
  )
}

type Asking = {
  values: PlaceholderValues
  percent: number
  form: BodyForm
  type: string
  left: number
  within: number
}

async function ask(
  { fetch, url: template, method, body, headers }: TrafficByUrlOptions,
  { values, percent, form, type, left, within }: Asking,
): Promise<Try> {
  const figures = figuresOf(percent)
  const url = fillUrl(template, values, figures)
  const filled = body === undefined ? undefined : fillBody(body, form, values, figures)
  const answer = await fetchText({
    ...{ fetch, url, method, maxBytes: MOST_BYTES, redirects: 'none' as const },
    ...(filled === undefined ? { headers } : { body: filled, headers: { ...headers, 'content-type': type } }),
    timeoutSeconds: Math.min(left, Math.max(SHORTEST, within * SHARE)),
  })
  return tryOf(answer, `traffic-url: ${method} ${showUrl(url)}`)
}

/** What the router said is not shown: it may repeat what it was sent. */
function tryOf(answer: TextAnswer, where: string): Try {
  if (answer.kind === 'unavailable') {
    const again = answer.what === 'timeout' || answer.what === 'unreachable'
    return { kind: 'failed', detail: `traffic-url: ${answer.what}: ${answer.detail}`, again }
  }
  const { status, contentType } = answer
  const fine = status >= 200 && status <= 299
  // A portal answers everything well.
  if (fine && /^text\/html\b/i.test(contentType))
    return { kind: 'failed', detail: `${where}: expected the answer of an API, found HTML` }
  if (fine) return { kind: 'set' }
  return { kind: 'failed', detail: `${where}: expected 200 to 299, found ${status}`, again: AGAIN.includes(status) }
}

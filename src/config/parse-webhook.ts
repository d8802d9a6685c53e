import { variableIn } from './env-reference.ts'

const LOCAL = ['localhost', '127.0.0.1', '[::1]']

/**
 * The address of a webhook, or `{env:NAME}` for one.
 *
 * @throws without what was given: whoever knows the address can post to it
 */
export const parseWebhook = (text: string): string => {
  const given = text.trim()
  if (variableIn(given)) return given
  const url = URL.canParse(given) ? new URL(given) : null
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCAL.includes(url.hostname))) return given
  const found = url ? `one with ${url.protocol}//` : 'something else'
  throw new Error(`expected an address with https://, or {env:NAME}, got ${found} (not shown)`)
}

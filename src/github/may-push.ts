import type { PushRight } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import { REQUEST_TIMEOUT, type RepositoryAddress } from './client.ts'
import { basicAuth } from './receive-pack.ts'

/**
 * Asks git whether this token may push at all, without pushing: the server answers 401 or 403 to the first request of a
 * push when `contents: write` is missing. Only the status is awaited; the list of refs that follows is not read.
 */
export async function mayPush(
  fetch: typeof globalThis.fetch,
  address: RepositoryAddress,
  token: string,
): Promise<PushRight> {
  const done = new AbortController()
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(REQUEST_TIMEOUT)])
  const url = `${address.serverUrl}/${address.owner}/${address.name}.git/info/refs?service=git-receive-pack`
  try {
    const response = await fetch(url, { headers: { authorization: basicAuth(token) }, redirect: 'error', signal })
    const { status, ok } = response
    if (ok) return { kind: 'granted' }
    const text = [401, 403, 404].includes(status) ? (await response.text()).trim().slice(0, 200) : ''
    return [401, 403, 404].includes(status)
      ? { kind: 'denied', detail: `git answered ${status}${text === '' ? '' : `: ${text}`}` }
      : { kind: 'unknown', detail: `git answered ${status}` }
  } catch (error) {
    return { kind: 'unknown', detail: `git did not answer: ${messageOf(error)}` }
  } finally {
    done.abort()
  }
}

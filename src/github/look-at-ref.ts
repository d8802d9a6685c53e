import type { TagLook } from '../flows/ports.ts'
import { type Client, type RepositoryAddress, WRITE_ONCE } from './client.ts'
import { messageOf, statusOf } from './request-error.ts'

/**
 * Looks at one ref again and again. GitHub answers 304 to a conditional request as long as nothing has changed, which
 * does not count against the rate limit. Never throws: a look that failed is `unknown`, and the next one may succeed.
 */
export function createRefLook(client: Client, { owner, name }: RepositoryAddress): (ref: string) => Promise<TagLook> {
  const seen = new Map<string, { etag: string; object: string }>()
  return async (fullRef) => {
    const known = seen.get(fullRef)
    try {
      const response = await client.rest.git.getRef({
        ...{ owner, repo: name, ref: fullRef.replace(/^refs\//, '') },
        headers: known ? { 'if-none-match': known.etag } : {},
        request: { ...WRITE_ONCE, signal: AbortSignal.timeout(LOOK_TIMEOUT) },
      })
      const object = response.data.object.sha
      if (response.headers.etag) seen.set(fullRef, { etag: response.headers.etag, object })
      return { kind: 'at', object }
    } catch (error) {
      if (statusOf(error) === 304 && known) return { kind: 'at', object: known.object }
      if (statusOf(error) === 404) return { kind: 'gone' }
      return { kind: 'unknown', detail: messageOf(error) }
    }
  }
}

/** Milliseconds. A slow answer must not delay the next poll of the metric. */
const LOOK_TIMEOUT = 4_000

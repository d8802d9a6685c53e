import { ABSENT, type ObjectId } from '../tags/git-object.ts'
import { type Client, type RepositoryAddress, WRITE_ONCE } from './client.ts'
import { statusOf } from './request-error.ts'

export type ReadRef = {
  object: ObjectId
  /** Of the answer, for the next request; a ref that is not there has none. */
  etag: string | undefined
}

/**
 * What a ref holds; `ABSENT` when it is not there. GitHub answers 404 also to a token that lost its access to the
 * repository, so that a ref only counts as gone when the repository can be seen without it.
 *
 * @param options `etag` of an earlier answer: throws with status 304 when nothing has changed. `signal` ends it, of at
 *   most two requests.
 * @throws when there is no answer, or none that tells
 */
export async function readRef(
  client: Client,
  { owner, name }: RepositoryAddress,
  fullRef: string,
  { signal, etag }: { signal: AbortSignal; etag?: string | undefined },
): Promise<ReadRef> {
  const ref = fullRef.replace(/^refs\//, '')
  const request = () => ({ ...WRITE_ONCE, signal })
  try {
    const headers = etag === undefined ? {} : { 'if-none-match': etag }
    const response = await client.rest.git.getRef({ owner, repo: name, ref, headers, request: request() })
    return { object: response.data.object.sha, etag: response.headers.etag }
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
  const { data } = await client.rest.git.listMatchingRefs({ owner, repo: name, ref, request: request() })
  const found = data.find((candidate) => candidate.ref === fullRef)
  return { object: found?.object.sha ?? ABSENT, etag: undefined }
}

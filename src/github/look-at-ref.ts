import type { TagLook } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import { ABSENT, type ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { readRef } from './read-ref.ts'
import { statusOf } from './request-error.ts'

export type RefLook = {
  /** Never throws: a look that failed is `unknown`, and the next one may succeed. */
  look(ref: string): Promise<TagLook>
  /** To be told of every move of this run. An answer from before it is not another move. */
  moved(ref: string, from: ObjectId): void
}

/** Milliseconds for a whole look. One that hangs takes the place of those that would come after it. */
const LOOK_TIMEOUT = 4_000

/**
 * Looks at refs again and again. GitHub answers 304 to a conditional request as long as nothing has changed, which does
 * not count against the rate limit. Its copies may lag behind a move for a moment: what this run moved a ref away from
 * is no news until the ref was seen somewhere else.
 */
export function createRefLook(client: Client, address: RepositoryAddress): RefLook {
  const seen = new Map<string, { etag: string; object: ObjectId }>()
  const left = new Map<string, ObjectId>()

  const ask = async (ref: string): Promise<ObjectId> => {
    const known = seen.get(ref)
    try {
      const { object, etag } = await readRef(client, address, ref, {
        ...{ signal: AbortSignal.timeout(LOOK_TIMEOUT), etag: known?.etag },
      })
      if (etag !== undefined) seen.set(ref, { etag, object })
      return object
    } catch (error) {
      if (statusOf(error) === 304 && known) return known.object
      throw error
    }
  }

  return {
    look: async (ref) => {
      try {
        const object = await ask(ref)
        if (left.get(ref) === object) return { kind: 'unknown', detail: 'GitHub still answers with what the tag held' }
        left.delete(ref)
        return object === ABSENT ? { kind: 'gone' } : { kind: 'at', object }
      } catch (error) {
        return { kind: 'unknown', detail: messageOf(error) }
      }
    },
    moved: (ref, from) => void left.set(ref, from),
  }
}

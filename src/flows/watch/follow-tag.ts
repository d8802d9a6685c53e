import { lookAtTag } from '../fence/look-at-tag.ts'
import type { Clock, Repository, TagLook } from '../ports.ts'
import { nextTick } from './next-tick.ts'

export type FollowedTag = {
  /** Aborted as soon as somebody is seen to have moved the tag. */
  moved: AbortSignal
  /** What was seen then; null as long as the tag is where it is expected. */
  found(): TagLook | null
  /** Resolves when the look that is under way was answered. */
  answered(): Promise<void>
}

/**
 * Looks at a tag every `interval` milliseconds until `stopped` is aborted. Nothing waits for a look: one that is not answered
 * by then takes the place of those after it.
 *
 * @param isNews whether this is another move; `at` in milliseconds since the first look
 */
export function followTag(
  ports: { clock: Clock; repository: Pick<Repository, 'lookAtTag'> },
  { ref, interval, isNews }: { ref: string; interval: number; isNews: (look: TagLook, at: number) => boolean },
  stopped: AbortSignal,
): FollowedTag {
  const { clock } = ports
  const start = clock.now()
  const moved = new AbortController()
  let found: TagLook | null = null
  let under: Promise<void> = Promise.resolve()
  const look = async (at: number): Promise<void> => {
    const seen = await lookAtTag(ports, ref, stopped)
    if (stopped.aborted || !isNews(seen, at)) return
    found = seen
    moved.abort()
  }
  const follow = async (): Promise<void> => {
    for (let tick = 0; !stopped.aborted && !moved.signal.aborted; ) {
      await clock.sleep(Math.max(0, start + tick * interval - clock.now()), stopped)
      if (stopped.aborted) return
      const began = clock.now() - start
      under = look(began)
      await under
      tick = nextTick(interval, began, clock.now() - start)
    }
  }
  void follow()
  return { moved: moved.signal, found: () => found, answered: () => under }
}

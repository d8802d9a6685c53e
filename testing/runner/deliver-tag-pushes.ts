import type { LocalGitHub } from '../github/local-github.ts'
import type { PushPayload } from '../github/push-events.ts'

export type TagPush = {
  event: { name: 'push'; payload: PushPayload }
  ref: string
  /** The commit: what GITHUB_SHA is for this push. */
  sha: string
}

export type Delivery = {
  /** Resolves when no run is left, neither running nor waiting. Throws the first error of a run. */
  idle(): Promise<void>
  /** Takes no further pushes. */
  stop(): void
}

/**
 * Starts a run for every push of a tag, as `on: push: tags` does: none for deletions ("push" does not start a workflow
 * for them), one after the other for the same ref, as a concurrency group with an unlimited queue.
 */
export const deliverTagPushes = (
  github: Pick<LocalGitHub, 'onEvent' | 'eventsTold'>,
  repository: string,
  run: (push: TagPush) => Promise<unknown>,
): Delivery => {
  const queues = new Map<string, Promise<void>>()
  const errors: unknown[] = []
  const stop = github.onEvent((event) => {
    if (event.name !== 'push' || event.payload.deleted) return
    const { ref, head_commit: head } = event.payload
    if (event.payload.repository.full_name !== repository || !ref.startsWith('refs/tags/') || head === null) return
    const before = queues.get(ref) ?? Promise.resolve()
    const after = before
      .then(() => run({ event, ref, sha: head.id }))
      .then(
        () => undefined,
        (error: unknown) => void errors.push(error),
      )
    queues.set(ref, after)
  })
  const idle = async (): Promise<void> => {
    for (let waiting: Promise<void>[] | null = null; ; ) {
      await github.eventsTold()
      const now = [...queues.values()]
      // A run may move tags itself, which puts further runs into the queues.
      if (waiting !== null && waiting.length === now.length && now.every((queue) => waiting?.includes(queue))) break
      waiting = now
      await Promise.all(waiting)
    }
    if (errors.length > 0) throw errors[0]
  }
  return { idle, stop }
}

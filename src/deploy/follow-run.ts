import { cancelRun } from './cancel-run.ts'
import { endOfRun, type WatchedRun } from './end-of-run.ts'

export type FollowedRun =
  | { kind: 'ended'; conclusion: string }
  /** `still` is why nobody knows that it has ended; null when it has. */
  | { kind: 'timed-out' | 'stopped'; still: string | null }

/**
 * Waits until a run has ended. One that takes too long is cancelled and its end awaited: a deploy that goes on by itself
 * would overtake the rollback. One that is stopped is cancelled only, because the process has seconds left and a tag
 * to move: who finishes this step awaits its end before anything else is deployed.
 */
export async function followRun(options: WatchedRun & { timeoutSeconds: number }): Promise<FollowedRun> {
  const { clock, timeoutSeconds, stop } = options
  const state = await endOfRun(options, clock.now() + timeoutSeconds * 1000)
  if (state.kind === 'ended') return state
  const kind = stop?.aborted ? 'stopped' : 'timed-out'
  return { kind, still: await cancelRun(options) }
}

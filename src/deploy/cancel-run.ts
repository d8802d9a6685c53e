import { messageOf } from '../message-of.ts'
import { endOfRun, type WatchedRun } from './end-of-run.ts'

/** Milliseconds that a cancelled run gets to end: jobs have five minutes at GitHub, and nothing more can be done after that. */
export const ENDING = 300_000
/** For one that could not be cancelled: it may have ended in this very moment. */
const LOOKING = 5_000

/**
 * Cancels a run and awaits its end, unless `stop` came. Says why it may still be going on; null when it is not.
 *
 * @param looking milliseconds to wait for the end of a run that could not be cancelled
 */
export async function cancelRun(watched: WatchedRun, looking = LOOKING): Promise<string | null> {
  const { runs, run, clock, write, stop } = watched
  write('Cancelling the run')
  let refused: string | null = null
  try {
    await runs.cancel(run)
  } catch (error) {
    refused = messageOf(error)
  }
  if (stop?.aborted) return refused === null ? 'it was told to end' : `it could not be cancelled: ${refused}`
  const state = await endOfRun(watched, clock.now() + (refused === null ? ENDING : looking))
  if (state.kind === 'ended') return null
  return refused === null ? 'it was cancelled and has not ended yet' : `it could not be cancelled: ${refused}`
}

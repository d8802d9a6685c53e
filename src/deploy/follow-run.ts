import type { Clock } from '../flows/ports.ts'
import type { RunState, WorkflowRun, WorkflowRuns } from '../flows/workflow-runs.ts'
import { messageOf } from '../message-of.ts'

/** Milliseconds between two looks: short at first, for workflows that take seconds. */
const FIRST_POLL = 1_000
const POLL = 5_000
/** How long a cancelled run gets to end: jobs have five minutes at GitHub, and nothing more can be done after that. */
const ENDING = 300_000

export type FollowedRun =
  | { kind: 'ended'; conclusion: string }
  /** `still` is why nobody knows that it has ended; null when it has. */
  | { kind: 'timed-out' | 'stopped'; still: string | null }

/**
 * Waits until a run has ended. One that takes too long, or is not wanted any more, is cancelled and its end awaited:
 * a deploy that goes on by itself would overtake the rollback.
 */
export async function followRun(options: {
  runs: WorkflowRuns
  run: WorkflowRun
  clock: Clock
  timeoutSeconds: number
  stop: AbortSignal | undefined
  write(line: string): void
}): Promise<FollowedRun> {
  const { clock, timeoutSeconds, stop } = options
  const until = clock.now() + timeoutSeconds * 1000
  const inTime = await endOf(options, until, stop)
  if (inTime.kind === 'ended') return inTime
  const kind = stop?.aborted ? 'stopped' : 'timed-out'
  return { kind, still: await cancelled(options) }
}

type Watched = Pick<Parameters<typeof followRun>[0], 'runs' | 'run' | 'clock' | 'write'>

async function endOf(
  { runs, run, clock, write }: Watched,
  until: number,
  stop: AbortSignal | undefined,
): Promise<RunState | { kind: 'unknown'; detail: string }> {
  const since = clock.now()
  let said: string | null = null
  for (;;) {
    const state = await lookAt(runs, run)
    const now = state.kind === 'unknown' ? `cannot be asked for: ${state.detail}` : `is ${state.kind}`
    if (state.kind !== 'ended' && now !== said) write(`The run ${now}`)
    if (state.kind === 'ended' || stop?.aborted || clock.now() >= until) return state
    said = now
    const pause = Math.min(POLL, FIRST_POLL + (clock.now() - since) / 5)
    await clock.sleep(Math.min(pause, Math.max(0, until - clock.now())), stop)
  }
}

async function lookAt(runs: WorkflowRuns, run: WorkflowRun): Promise<RunState | { kind: 'unknown'; detail: string }> {
  try {
    return await runs.look(run)
  } catch (error) {
    return { kind: 'unknown', detail: messageOf(error) }
  }
}

/** Why the run may still be going on; null when it is not. */
async function cancelled(watched: Watched): Promise<string | null> {
  const { runs, run, clock, write } = watched
  write('Cancelling the run')
  let refused: string | null = null
  try {
    await runs.cancel(run)
  } catch (error) {
    // It may have ended in this very moment.
    refused = messageOf(error)
  }
  const state = await endOf(watched, clock.now() + (refused === null ? ENDING : POLL), undefined)
  if (state.kind === 'ended') return null
  return refused === null ? 'it was cancelled and has not ended yet' : `it could not be cancelled: ${refused}`
}

import type { Clock } from '../flows/ports.ts'
import type { RunState, WorkflowRun, WorkflowRuns } from '../flows/workflow-runs.ts'
import { messageOf } from '../message-of.ts'

/** Milliseconds between two looks: short at first, for workflows that take seconds. */
const FIRST_POLL = 1_000
const POLL = 5_000

export type WatchedRun = {
  runs: WorkflowRuns
  run: WorkflowRun
  clock: Clock
  /** Ends the waiting; the run itself goes on. */
  stop: AbortSignal | undefined
  write(line: string): void
}

/** What is known of a run when it has ended, the time is over (milliseconds since the epoch), or `stop` came. */
export async function endOfRun(
  { runs, run, clock, stop, write }: WatchedRun,
  until: number,
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
    if (stop?.aborted) return state
  }
}

async function lookAt(runs: WorkflowRuns, run: WorkflowRun): Promise<RunState | { kind: 'unknown'; detail: string }> {
  try {
    return await runs.look(run)
  } catch (error) {
    return { kind: 'unknown', detail: messageOf(error) }
  }
}

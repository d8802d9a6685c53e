import { error, getInput } from '@actions/core'
import { POST_BUDGET } from '../flows/finish/deadline-of.ts'
import { finishGuard } from '../flows/finish/finish-guard.ts'
import { isFinished } from '../flows/finish/run-state.ts'
import { messageOf } from '../message-of.ts'
import { cancellation } from './cancellation.ts'
import { guardRequest } from './guard-request.ts'
import { appendSummary, reportEnd } from './report-outcome.ts'
import { readSavedState } from './run-state-file.ts'

/**
 * What to deploy is GitHub's to say, so an outage is waited out: 55 seconds when it answers at once, three minutes when it
 * hangs.
 */
const READ_RETRIES = 5

/** Milliseconds from a signal until the step speaks, whatever it still waits for: after ten seconds it is killed. */
const GRACE = 5_000

/**
 * The post step of the action at the root: finishes what a cancelled or killed main step has left. Silent when nothing. Can be
 * cancelled itself, when somebody cancels the run once more.
 */
export async function runPost(): Promise<void> {
  const { env } = process
  const { cancelled } = cancellation()
  const left = readSavedState(env, getInput('token'))
  if (left === null || (left !== 'unknown' && isFinished(left))) return
  try {
    // Where nothing can be believed of what main has saved, the records on GitHub and the policy decide.
    const request = await guardRequest(
      env,
      AbortSignal.any([cancelled, AbortSignal.timeout(POST_BUDGET * 1000)]),
      () => () => undefined,
      READ_RETRIES,
    )
    const finished = finishGuard(request, left === 'unknown' ? UNKNOWN : left)
    for (const outcome of await Promise.race([finished, givenUp(cancelled)])) {
      appendSummary(outcome, env)
      reportEnd(outcome)
    }
  } catch (caught) {
    error(
      `What the run has left is not finished: ${messageOf(caught)}. Its record stays open: a re-run of the job finishes it, or the next reconcile`,
    )
    process.exitCode = 1
  }
  process.exit()
}

const givenUp = (cancelled: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => void setTimeout(() => reject(new Error('the step was cancelled')), GRACE)
    if (cancelled.aborted) stop()
    else cancelled.addEventListener('abort', stop, { once: true })
  })

const UNKNOWN = { phase: 'watching', cause: null, ending: null, told: false } as const

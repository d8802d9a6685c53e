import { guard } from '../flows/guard/guard.ts'
import { type Outcome, refusal } from '../flows/outcome.ts'
import type { Reasons } from '../ledger/reasons.ts'
import { messageOf } from '../message-of.ts'
import { cancellation } from './cancellation.ts'
import { guardRequest } from './guard-request.ts'
import { reportOutcome } from './report-outcome.ts'
import { saveStateTo } from './run-state-file.ts'

/** The action at the root: inputs → guard → outputs. The only place where an error ends a run. */
export async function runGuard(): Promise<void> {
  const { env } = process
  const { cancelled, dispose } = cancellation()
  let reason: Reasons['refused'] = 'bad-input'
  let outcome: Outcome
  try {
    const request = await guardRequest(env, cancelled, (token) => saveStateTo(env, token))
    reason = 'github-not-read'
    outcome = await guard(request)
  } catch (error) {
    const said = messageOf(error)
    outcome = refusal(reason, reason === 'github-not-read' ? `Nothing was deployed. ${said}` : said)
  }
  reportOutcome(outcome, env)
  dispose()
  // Requests that are not waited for any more would hold the process until the runner kills it.
  if (cancelled.aborted) process.exit()
}

import { guard } from '../flows/guard.ts'
import { type Outcome, refusal } from '../flows/outcome.ts'
import { createRepository } from '../github/create-repository.ts'
import type { Reasons } from '../ledger/reasons.ts'
import { messageOf } from '../message-of.ts'
import { configureGuard } from './configure-guard.ts'
import { readEnvironment } from './read-environment.ts'
import { readInputs } from './read-inputs.ts'
import { readPushEvent } from './read-push-event.ts'
import { reportOutcome } from './report-outcome.ts'
import { systemClock } from './system-clock.ts'
import { tellLog } from './tell-log.ts'

/** The action at the root: inputs → guard → outputs. The only place where an error ends a run. */
export async function runGuard(): Promise<void> {
  const { env } = process
  let reason: Reasons['refused'] = 'bad-input'
  let outcome: Outcome
  try {
    const environment = readEnvironment(env)
    const push = readPushEvent(env.GITHUB_EVENT_NAME ?? '', env.GITHUB_EVENT_PATH ?? '')
    const inputs = readInputs()
    const { address, run } = environment
    const { token, tagPrefixes, paused } = inputs
    const repository = await createRepository({ address, token, fetch, logUrl: run.url })
    reason = 'github-not-read'
    outcome = await guard({
      ...{ push, tagPrefixes, paused, run },
      ports: { clock: systemClock, repository, tell: tellLog() },
      configure: configureGuard(inputs, environment, env),
    })
  } catch (error) {
    outcome = refusal(reason, messageOf(error))
  }
  reportOutcome(outcome, env)
}

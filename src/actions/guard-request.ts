import type { SaveState } from '../flows/finish/run-state.ts'
import type { GuardRequest } from '../flows/guard/guard-request.ts'
import { createRepository } from '../github/create-repository.ts'
import { configureGuard } from './configure-guard.ts'
import { readEnvironment } from './read-environment.ts'
import { readInputs } from './read-inputs.ts'
import { readPushEvent } from './read-push-event.ts'
import { systemClock } from './system-clock.ts'
import { tellLog } from './tell-log.ts'

/**
 * Everything that a guard works with, read from what the runner hands to the step.
 *
 * @throws with every problem of event, environment or inputs; nothing has been sent then
 */
export async function guardRequest(
  env: Readonly<Record<string, string | undefined>>,
  cancelled: AbortSignal,
  saving: (token: string) => SaveState,
  readRetries?: number,
): Promise<GuardRequest> {
  const environment = readEnvironment(env)
  const push = readPushEvent(env.GITHUB_EVENT_NAME ?? '', env.GITHUB_EVENT_PATH ?? '')
  const inputs = readInputs()
  const { address, run } = environment
  const { token, tagPrefixes, paused } = inputs
  const repository = await createRepository({ address, token, fetch, logUrl: run.url, readRetries })
  return {
    ...{ push, tagPrefixes, paused, run },
    ports: { clock: systemClock, repository, tell: tellLog(), cancelled, save: saving(token) },
    configure: configureGuard(inputs, environment, env, cancelled),
  }
}

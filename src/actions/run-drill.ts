import { drill } from '../flows/drill/drill.ts'
import type { DrillOutcome } from '../flows/drill/drill-request.ts'
import { refusal } from '../flows/outcome.ts'
import { createRepository } from '../github/create-repository.ts'
import type { Reasons } from '../ledger/reasons.ts'
import { messageOf } from '../message-of.ts'
import { cancellation } from './cancellation.ts'
import { configureGuard } from './configure-guard.ts'
import { readDrillInputs } from './read-drill-inputs.ts'
import { readEnvironment } from './read-environment.ts'
import { readInputs } from './read-inputs.ts'
import { reportDrill } from './report-drill.ts'
import { runHook } from './run-hook.ts'
import { systemClock } from './system-clock.ts'
import { tellLog } from './tell-log.ts'

/** Seconds that `fault-command` and `clean-command` have. */
const HOOK_TIMEOUT = 600

/** The action `drill`: inputs → drill → outputs. The only place where an error ends a run. */
export async function runDrill(): Promise<void> {
  const { env } = process
  const { cancelled, dispose } = cancellation()
  let reason: Reasons['refused'] = 'bad-input'
  let done: DrillOutcome
  try {
    const environment = readEnvironment(env)
    const inputs = readInputs()
    const { faultCommand, cleanCommand, ...wish } = readDrillInputs(inputs.tagPrefixes)
    const { address, run, temporaryDirectory } = environment
    const { token, paused, deployEnv } = inputs
    const options = { token, temporaryDirectory, timeoutSeconds: HOOK_TIMEOUT, env: { ...env, ...deployEnv } }
    const hook = (when: 'fault' | 'clean', script: string) =>
      script === '' ? null : (told: Readonly<Record<string, string>>) => runHook(script, options)(when, told)
    const repository = await createRepository({ address, token, fetch, logUrl: run.url })
    reason = 'github-not-read'
    done = await drill({
      ...{ ...wish, paused, run, actor: (env.GITHUB_TRIGGERING_ACTOR || env.GITHUB_ACTOR || 'unknown').trim() },
      hooks: { fault: hook('fault', faultCommand), clean: hook('clean', cleanCommand) },
      ports: {
        ...{ clock: systemClock, repository, tell: tellLog(), cancelled },
        // It has no post step: the next drill, or a reconcile, removes what this one leaves.
        save: () => undefined,
      },
      configure: configureGuard(inputs, environment, env, cancelled),
    })
  } catch (error) {
    done = { outcome: refusal(reason, messageOf(error)), practised: '', figures: null, checks: [], earlier: [] }
  }
  reportDrill(done, env)
  dispose()
  // Requests that are not waited for any more would hold the process until the runner kills it.
  if (cancelled.aborted) process.exit()
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allOf, problemsIn } from '../config/all-of.ts'
import { listProblems } from '../config/list-problems.ts'
import { parseFlag } from '../config/setting-parsers.ts'
import { SETTING_TABLE } from '../config/setting-table.ts'
import { findBug } from '../flows/bisect/find-bug.ts'
import { type RestoreRequest, restore } from '../flows/restore/restore.ts'
import { type RestoreOutcome, restoreRefusal } from '../flows/restore/restore-outcome.ts'
import type { RestoreReader } from '../flows/restore/restore-ports.ts'
import { createRepository } from '../github/create-repository.ts'
import { createRestoreReader } from '../github/create-restore-reader.ts'
import { checkOutWith } from './assemble-deploy.ts'
import { batchedCheckOut } from './batched-check-out.ts'
import { cancellation } from './cancellation.ts'
import { configureGuard } from './configure-guard.ts'
import { readEnvironment } from './read-environment.ts'
import { readInputs } from './read-inputs.ts'
import { readRestoreInputs } from './read-restore-inputs.ts'
import { reportRestore } from './report-restore.ts'
import { runHook } from './run-hook.ts'
import { systemClock } from './system-clock.ts'
import { tellLog } from './tell-log.ts'
import { workspacePath } from './workspace-path.ts'

/** The action `rollback`: inputs → restore → outputs. The only place where an error ends a run. */
export async function runRollback(): Promise<void> {
  const { env } = process
  const { cancelled, dispose } = cancellation()
  let reason: Parameters<typeof restoreRefusal>[0] = 'bad-input'
  let outcome: RestoreOutcome
  try {
    const environment = readEnvironment(env)
    const actor = (env.GITHUB_TRIGGERING_ACTOR || env.GITHUB_ACTOR || 'unknown').replace(/\[bot\]$/, '')
    const [inputs, { wish: given, backups, hooks, hunt }] = allOf(readInputs, () =>
      readRestoreInputs(actor, systemClock.now()),
    )
    if (given.to.kind === 'file' && env.GITHUB_WORKSPACE) workspacePath('to', given.to.path, env)
    const { address, run, temporaryDirectory } = environment
    const { token, tagPrefixes, paused, deployEnv, written } = inputs
    const wish = { ...given, allowUntested: parseFlag(written['allow-untested-target'] ?? 'false') }
    const timeoutSeconds = SETTING_TABLE['deploy-timeout'].parse(written['deploy-timeout'] ?? '10m')
    const hookOptions = { token, temporaryDirectory, timeoutSeconds, env: { ...env, ...deployEnv } }
    const hook = (script: string) => (script === '' ? null : runHook(script, hookOptions))
    const [repository, reader] = await Promise.all([
      createRepository({ address, token, fetch, logUrl: run.url }),
      createRestoreReader({ address, token, fetch }),
    ])
    reason = 'github-not-read'
    const checkOut = batchedCheckOut(checkOutWith({ address, token, temporaryDirectory, env }))
    const request: RestoreRequest = {
      ...{ wish, tagPrefixes, paused, run, backups, repository: `${address.owner}/${address.name}` },
      ports: {
        ...{ clock: systemClock, repository, tell: tellLog(), cancelled },
        // It has no post step: the same wish made again finishes what is left.
        save: () => undefined,
        reader: { ...reader, readText: readTextIn(env.GITHUB_WORKSPACE, reader) },
        configure: configureGuard(inputs, environment, env, cancelled, undefined, checkOut),
        hooks: { before: hook(hooks.before), after: hook(hooks.after) },
      },
    }
    outcome = hunt ? await findBug(request, hunt) : await restore(request)
  } catch (error) {
    outcome = restoreRefusal(reason, listProblems(problemsIn(error)))
  }
  reportRestore(outcome, env)
  dispose()
}

/** A file that an earlier step has put into the workspace counts; else that of the default branch. */
const readTextIn =
  (workspace: string | undefined, reader: RestoreReader): RestoreReader['readText'] =>
  async (path) => {
    const local = workspace ? join(workspace, path) : null
    return local && existsSync(local) ? { file: path, text: readFileSync(local, 'utf8') } : reader.readText(path)
  }

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AskServed, ServedAnswer } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import type { CommandDeployerOptions } from './command-deployer.ts'
import { commandEnvironment } from './command-environment.ts'
import { redact, secretsOf } from './redact.ts'
import { type CommandRun, runCommand } from './run-command.ts'

export type AskByCommandOptions = Omit<CommandDeployerOptions, 'write'>

/**
 * Asks by a script, as `test` and `grep` answer: exit code 0 says that the release is served, 1 that it is not, any
 * other that there is no answer. It runs in the files of the release, or in an empty directory when there are none,
 * with the variables of a deploy and `TAGBACK_REASON=verify`. Its output is not logged.
 */
export const askByCommand =
  (options: AskByCommandOptions): AskServed =>
  async (release, environment) => {
    let empty: string | undefined
    try {
      const prepared = options.files.directoryOf(release)
      if (prepared === undefined) empty = await mkdtemp(join(options.temporaryDirectory, 'tagback-verify-'))
      const env = commandEnvironment({
        parent: options.parentEnvironment,
        order: { release, previous: null, environment, reason: 'verify' },
        component: options.componentOf(release.component),
        path: await options.files.componentPath(release),
        token: options.token,
        ...(options.extra === undefined ? {} : { extra: options.extra }),
      })
      const run = await runCommand({ ...options, cwd: prepared ?? (empty as string), env, write: () => {} })
      return answerOf(run, options.timeoutSeconds, [options.token, ...secretsOf(env)])
    } catch (error) {
      return { kind: 'unanswered', detail: `verify-command: ${messageOf(error)}` }
    } finally {
      if (empty !== undefined) await rm(empty, { recursive: true, force: true }).catch(() => undefined)
    }
  }

const answerOf = (run: CommandRun, timeoutSeconds: number, secrets: readonly string[]): ServedAnswer => {
  const last = redact(run.lastLines.at(-1) ?? '', secrets).slice(0, 200)
  const said = last === '' ? '' : `: ${last}`
  switch (run.kind) {
    case 'exited':
      if (run.code === 0) return { kind: 'served' }
      if (run.code === 1) return { kind: 'differs', found: `verify-command: exit code 1${said}` }
      return { kind: 'unanswered', detail: `verify-command: exit code ${run.code}${said}` }
    case 'signalled':
      return { kind: 'unanswered', detail: `verify-command: ended by ${run.signal}${said}` }
    case 'timed-out':
      return { kind: 'unanswered', detail: `verify-command: not finished after ${timeoutSeconds} s${said}` }
    case 'stopped':
      return { kind: 'unanswered', detail: `verify-command: stopped before it finished` }
    case 'not-started':
      return { kind: 'unanswered', detail: `verify-command: ${run.detail}` }
  }
}

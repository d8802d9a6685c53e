import { info } from '@actions/core'
import { passedOn } from '../deploy/command-environment.ts'
import { redact, secretsOf } from '../deploy/redact.ts'
import { runCommand } from '../deploy/run-command.ts'
import type { RunHook } from '../flows/restore/restore-ports.ts'

/** Seconds. */
const KILL_GRACE = 10

/** Runs a command of the user's in the workspace, with the environment that a deploy command gets. */
export const runHook =
  (
    script: string,
    options: {
      token: string
      timeoutSeconds: number
      temporaryDirectory: string
      env: Readonly<Record<string, string | undefined>>
    },
  ): RunHook =>
  async (when, told) => {
    const { token, timeoutSeconds, temporaryDirectory, env } = options
    info(`Run ${when}-command`)
    const built = { ...passedOn(env, token), ...told, TAGBACK_REASON: when }
    const run = await runCommand({
      ...{ script, cwd: env.GITHUB_WORKSPACE ?? temporaryDirectory, env: built, timeoutSeconds },
      ...{ killGraceSeconds: KILL_GRACE, temporaryDirectory, write: info },
    })
    if (run.kind === 'exited' && run.code === 0) return null
    const last = run.lastLines.at(-1)
    return `${endOf(run, timeoutSeconds)}${last === undefined ? '' : `: ${redact(last, [token, ...secretsOf(built)])}`}`
  }

function endOf(run: Awaited<ReturnType<typeof runCommand>>, timeoutSeconds: number): string {
  switch (run.kind) {
    case 'exited':
      return `exit code ${run.code}`
    case 'signalled':
      return `ended by ${run.signal}`
    case 'timed-out':
      return `not finished after ${timeoutSeconds} s`
    case 'stopped':
      return 'stopped before it finished'
    case 'not-started':
      return run.detail
  }
}

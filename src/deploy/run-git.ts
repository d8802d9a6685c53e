import { redact } from './redact.ts'
import { type Ending, runInGroup } from './run-in-group.ts'

export type Git = (args: readonly string[], options?: GitOptions) => Promise<Buffer>

type GitOptions = {
  input?: Uint8Array
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>
  /** What it may end with; 0 alone unless told. */
  exitCodes?: readonly number[]
}

export type GitSetting = {
  cwd: string
  /** See gitEnvironment. */
  env: Readonly<Record<string, string>>
  timeoutSeconds: number
  /** Never to appear in an error. */
  secrets: readonly string[]
}

const SHOWN_LINES = 5
const KILL_GRACE_SECONDS = 2

/** Says that git failed, with the last lines that it wrote. */
export class GitError extends Error {
  override name = 'GitError'
}

/**
 * Runs git in a process group of its own (its transport is a child process, which has to end with it on a time-out)
 * and answers with what it wrote to standard output.
 *
 * @throws GitError when it does not end with exit code 0, or one of those given, in time
 */
export const gitIn =
  ({ cwd, env, timeoutSeconds, secrets }: GitSetting): Git =>
  async (args, options = {}) => {
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    const ending = await runInGroup({
      file: 'git',
      args,
      cwd,
      env: { ...env, ...options.env },
      ...(options.input === undefined ? {} : { input: options.input }),
      timeoutSeconds,
      killGraceSeconds: KILL_GRACE_SECONDS,
      onStdout: (chunk) => stdout.push(chunk),
      onStderr: (chunk) => stderr.push(chunk),
    })
    if (ending.kind === 'exited' && (options.exitCodes ?? [0]).includes(ending.code)) return Buffer.concat(stdout)
    const said = Buffer.concat(stderr)
      .toString()
      .split(/[\r\n]+/)
      .filter((line) => line.trim() !== '')
    const how = howItEnded(ending, timeoutSeconds)
    const lines = said.slice(-SHOWN_LINES).join('\n')
    throw new GitError(redact(`git ${commandOf(args)}: ${how}${lines === '' ? '' : `\n${lines}`}`, secrets))
  }

const commandOf = (args: readonly string[]): string => args.find((arg) => /^[a-z]/.test(arg)) ?? ''

const howItEnded = (ending: Ending, timeoutSeconds: number): string => {
  if (ending.kind === 'exited') return `exit code ${ending.code}`
  if (ending.kind === 'signalled') return `ended by ${ending.signal}`
  if (ending.kind === 'not-started') return ending.detail
  return ending.kind === 'stopped' ? 'stopped' : `not finished after ${timeoutSeconds} s`
}

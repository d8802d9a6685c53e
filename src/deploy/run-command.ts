import { messageOf } from '../message-of.ts'
import { findBash } from './find-bash.ts'
import { lineReader } from './line-reader.ts'
import { openOutputBlock } from './output-block.ts'
import { type Ending, runInGroup } from './run-in-group.ts'
import { bashArguments, withScriptFile } from './with-script-file.ts'

export type CommandOrder = {
  /** Bash, run as it is: nothing is filled in. */
  script: string
  cwd: string
  /** The whole environment of the command. */
  env: Readonly<Record<string, string>>
  timeoutSeconds: number
  /** Between SIGTERM and SIGKILL, when it runs out of time, is stopped or leaves processes behind. */
  killGraceSeconds: number
  /** Where the file with the script is put, for as long as it runs. */
  temporaryDirectory: string
  /** Takes one line of the log, without its line end. */
  write(line: string): void
  stop?: AbortSignal | undefined
}

/** How it ended, with the last lines of its output that are not blank (not redacted). */
export type CommandRun = Ending & { lastLines: string[] }

/**
 * Runs a bash script with `-eo pipefail` in a process group of its own, without standard input and without start-up
 * files. Processes that it leaves behind in its group are ended, too. Its output is streamed in one block in which the
 * runner executes no workflow command. Never throws.
 */
export const runCommand = async (order: CommandOrder): Promise<CommandRun> => {
  try {
    return await withScriptFile(order.script, order.temporaryDirectory, (file) => runScript(file, order))
  } catch (error) {
    return { kind: 'not-started', detail: messageOf(error), lastLines: [] }
  }
}

const runScript = async (file: string, order: CommandOrder): Promise<CommandRun> => {
  const bash = findBash(order.env)
  const block = openOutputBlock(order.write)
  const stdout = lineReader(block.line)
  const stderr = lineReader(block.line)
  try {
    const ending = await runInGroup({
      file: bash,
      args: bashArguments(file),
      cwd: order.cwd,
      env: order.env,
      timeoutSeconds: order.timeoutSeconds,
      killGraceSeconds: order.killGraceSeconds,
      onStdout: stdout.push,
      onStderr: stderr.push,
      stop: order.stop,
      endsWithParent: true,
    })
    stdout.end()
    stderr.end()
    return { ...ending, lastLines: block.lastLines() }
  } finally {
    block.end()
  }
}

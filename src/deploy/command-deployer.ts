import type { Deployer, DeployOrder, DeployResult } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import type { Component } from '../tags/component.ts'
import { commandEnvironment } from './command-environment.ts'
import { redact, secretsOf } from './redact.ts'
import type { ReleaseFiles } from './release-files.ts'
import { type CommandRun, runCommand } from './run-command.ts'

export type CommandDeployerOptions = {
  /** Bash; what it deploys is told by its working directory and by `TAGBACK_*`. */
  script: string
  timeoutSeconds: number
  killGraceSeconds: number
  files: ReleaseFiles
  componentOf(id: string): Component
  /** The environment of this process. */
  parentEnvironment: Readonly<Record<string, string | undefined>>
  /** Variables that the configuration names. */
  extra?: Readonly<Record<string, string>>
  token: string
  temporaryDirectory: string
  /** Takes one line of the log, without its line end. */
  write(line: string): void
  stop?: AbortSignal
}

/**
 * Deploys by running a script in the files of the release. One deploy at a time, also when several are asked for at
 * once: the block of the log that holds the output of a command must not overlap with another.
 */
export const commandDeployer = (options: CommandDeployerOptions): Deployer => {
  let before: Promise<unknown> = Promise.resolve()
  return {
    prepare: (releases) => options.files.prepare(releases),
    deploy: (order) => {
      const result = before.then(() => deployOne(options, order))
      before = result
      return result
    },
  }
}

const deployOne = async (options: CommandDeployerOptions, order: DeployOrder): Promise<DeployResult> => {
  try {
    return await runDeploy(options, order)
  } catch (error) {
    return { kind: 'failed', detail: messageOf(error) }
  }
}

const runDeploy = async (options: CommandDeployerOptions, order: DeployOrder): Promise<DeployResult> => {
  const cwd = options.files.directoryOf(order.release)
  if (cwd === undefined) {
    const detail = `the files of ${order.release.component} ${order.release.version} were not prepared before the deploy`
    return { kind: 'failed', detail }
  }
  const env = commandEnvironment({
    parent: options.parentEnvironment,
    order,
    component: options.componentOf(order.release.component),
    path: await options.files.componentPath(order.release),
    token: options.token,
    ...(options.extra === undefined ? {} : { extra: options.extra }),
  })
  const run = await runCommand({ ...options, cwd, env })
  return resultOf(run, options.timeoutSeconds, [options.token, ...secretsOf(env)])
}

const resultOf = (run: CommandRun, timeoutSeconds: number, secrets: readonly string[]): DeployResult => {
  const withOutput = (what: string): string => {
    const output = run.lastLines.map((line) => `  ${redact(line, secrets)}`)
    return output.length === 0 ? `${what}; it wrote no output` : [`${what}; its last output:`, ...output].join('\n')
  }
  switch (run.kind) {
    case 'exited':
      return run.code === 0 ? { kind: 'deployed' } : { kind: 'failed', detail: withOutput(`exit code ${run.code}`) }
    case 'signalled':
      return { kind: 'failed', detail: withOutput(`ended by ${run.signal}`) }
    case 'timed-out':
      return { kind: 'timed-out', detail: withOutput(`not finished after ${timeoutSeconds} s`) }
    case 'stopped':
      return { kind: 'failed', detail: withOutput('stopped before it finished') }
    case 'not-started':
      return { kind: 'failed', detail: run.detail }
  }
}

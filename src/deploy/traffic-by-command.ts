import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, SetTraffic, TrafficOrder } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import type { CommandDeployerOptions } from './command-deployer.ts'
import { commandEnvironment } from './command-environment.ts'
import { redact, secretsOf } from './redact.ts'
import { type CommandRun, runCommand } from './run-command.ts'
import { type Try, tryWithin } from './try-within.ts'

export type TrafficByCommandOptions = Omit<CommandDeployerOptions, 'timeoutSeconds' | 'stop'> & { clock: Clock }

/** Share of the time that the files of a release may take, where they are not on disk yet. */
const FILES_SHARE = 0.5

/**
 * Sets the traffic by a script in the files of the release, or in an empty directory where they cannot be had in time.
 * It has the environment of a deploy with `TAGBACK_TRAFFIC_PERCENT` and `TAGBACK_REASON=traffic`. Its output is written
 * when it has ended, all at once, so that it never stands between the lines of another command. A run that is cancelled
 * does not end it: its time does.
 */
export const trafficByCommand =
  (options: TrafficByCommandOptions): SetTraffic =>
  async (order) => {
    const { clock, files, temporaryDirectory } = options
    const { release, within } = order
    let empty: string | undefined
    try {
      const began = clock.now()
      await inTime(files.prepare([release]), clock, within * FILES_SHARE)
      const prepared = files.directoryOf(release)
      if (prepared === undefined) empty = await mkdtemp(join(temporaryDirectory, 'tagback-traffic-'))
      const cwd = prepared ?? (empty as string)
      const left = within - (clock.now() - began) / 1000
      return await tryWithin(left, clock, (seconds) => runOnce(options, order, cwd, seconds))
    } catch (error) {
      return { kind: 'failed', detail: `traffic-command: ${messageOf(error)}` }
    } finally {
      if (empty !== undefined) await rm(empty, { recursive: true, force: true }).catch(() => undefined)
    }
  }

/** A script that needs no files works without them. */
async function inTime(preparing: Promise<void>, clock: Clock, seconds: number): Promise<void> {
  const over = new AbortController()
  await Promise.race([preparing.catch(() => undefined), clock.sleep(seconds * 1000, over.signal)])
  over.abort()
}

async function runOnce(
  options: TrafficByCommandOptions,
  { release, environment, percent }: TrafficOrder,
  cwd: string,
  timeoutSeconds: number,
): Promise<Try> {
  const env = commandEnvironment({
    parent: options.parentEnvironment,
    order: { release, previous: null, environment, reason: 'traffic' },
    component: options.componentOf(release.component),
    path: await options.files.componentPath(release),
    token: options.token,
    extra: { ...options.extra, TAGBACK_TRAFFIC_PERCENT: String(percent) },
  })
  const lines: string[] = []
  const run = await runCommand({ ...options, cwd, env, timeoutSeconds, write: (line) => void lines.push(line) })
  for (const line of lines) options.write(line)
  return tryOf(run, timeoutSeconds, [options.token, ...secretsOf(env)])
}

function tryOf(run: CommandRun, timeoutSeconds: number, secrets: readonly string[]): Try {
  const last = redact(run.lastLines.at(-1) ?? '', secrets).slice(0, 200)
  const failed = (what: string, again = false): Try => ({
    ...{ kind: 'failed', again },
    detail: `traffic-command: ${what}${last === '' ? '' : `: ${last}`}`,
  })
  switch (run.kind) {
    case 'exited':
      return run.code === 0 ? { kind: 'set' } : failed(`exit code ${run.code}`, true)
    case 'signalled':
      return failed(`ended by ${run.signal}`, true)
    case 'timed-out':
      return failed(`not finished after ${Math.round(timeoutSeconds)} s`)
    case 'stopped':
      return failed('stopped before it finished')
    case 'not-started':
      return failed(run.detail)
  }
}

import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const RUNNING = Symbol('running')

/**
 * Cancels a step as the runner does: SIGINT to the process alone, SIGTERM 7.5 s later, and SIGKILL 2.5 s after that.
 * Resolves when the process has ended. Milliseconds; shorter ones keep a test short.
 */
export const cancelAction = async (
  process: ChildProcess,
  graceMs: { interrupt: number; terminate: number } = { interrupt: 7500, terminate: 2500 },
): Promise<void> => {
  const hasEnded = () => process.exitCode !== null || process.signalCode !== null
  const ended = new Promise<void>((resolve) => (hasEnded() ? resolve() : process.once('exit', () => resolve())))
  const steps = [
    ['SIGINT', graceMs.interrupt],
    ['SIGTERM', graceMs.terminate],
  ] as const
  for (const [signal, grace] of steps) {
    process.kill(signal)
    const timer = new AbortController()
    const waited = sleep(grace, RUNNING, { signal: timer.signal }).catch(() => RUNNING)
    const first = await Promise.race([ended, waited])
    timer.abort()
    if (first !== RUNNING) return
  }
  process.kill('SIGKILL')
  await ended
}

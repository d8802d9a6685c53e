import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../message-of.ts'
import { endGroup } from './end-group.ts'
import { endWithParent } from './end-with-parent.ts'

export type Ending =
  | { kind: 'exited'; code: number }
  | { kind: 'signalled'; signal: NodeJS.Signals }
  | { kind: 'timed-out' }
  | { kind: 'stopped' }
  | { kind: 'not-started'; detail: string }

export type GroupOrder = {
  file: string
  args: readonly string[]
  cwd: string
  /** The whole environment: nothing of this process's own is added. */
  env: Readonly<Record<string, string>>
  /** Written to standard input, which is closed afterwards. Without it standard input is empty. */
  input?: Uint8Array
  timeoutSeconds: number
  /** Between SIGTERM and SIGKILL; shorter when it is stopped. */
  killGraceSeconds: number
  onStdout(chunk: Buffer): void
  onStderr(chunk: Buffer): void
  stop?: AbortSignal | undefined
  /** Its processes are ended also when this process is killed. */
  endsWithParent?: boolean
}

/** setTimeout fires at once for longer delays. */
const LONGEST_TIMER = 2 ** 31 - 1
/** Time for `exec > >(tee log)` and its like to write out what they still hold after the script ended. */
const LINGER_SECONDS = 0.5
/** A cancelled step is killed ten seconds after it was told, and has a tag to move until then. */
const STOP_GRACE_SECONDS = 2
/** What the ended group had still written sits in the pipe and is read at once; only an escaped process holds it open. */
const DRAIN_MILLISECONDS = 500

/**
 * Runs a program in a process group of its own and leaves no process of that group behind, however it ended. Returns
 * even when a process that escaped from the group keeps the pipes open. Never throws.
 */
export const runInGroup = async (order: GroupOrder): Promise<Ending> => {
  if (order.stop?.aborted) return { kind: 'stopped' }
  const child = start(order)
  if ('kind' in child) return child
  const closed = once(child, 'close').catch(() => undefined)
  child.stdout?.on('data', order.onStdout)
  child.stderr?.on('data', order.onStderr)
  // A program that ends without reading its input breaks the pipe; its exit code says what happened.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(order.input)

  const leave = order.endsWithParent && child.pid !== undefined ? endWithParent(child.pid) : () => undefined
  const ending = await firstOf(child, order)
  if (child.pid !== undefined) {
    const lingerSeconds = ending.kind === 'exited' ? LINGER_SECONDS : 0
    const graceSeconds = ending.kind === 'stopped' ? STOP_GRACE_SECONDS : order.killGraceSeconds
    await endGroup(child.pid, { lingerSeconds, graceSeconds })
  }
  leave()
  const drained = new AbortController()
  await Promise.race([closed, sleep(DRAIN_MILLISECONDS, undefined, { signal: drained.signal }).catch(() => undefined)])
  drained.abort()
  child.stdout?.destroy()
  child.stderr?.destroy()
  child.unref()
  return ending
}

const start = (order: GroupOrder): ChildProcess | Ending => {
  try {
    return spawn(order.file, order.args, {
      cwd: order.cwd,
      env: order.env,
      detached: true,
      windowsHide: true,
      stdio: [order.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
  } catch (error) {
    return notStarted(order, error)
  }
}

const firstOf = (child: ChildProcess, order: GroupOrder): Promise<Ending> =>
  new Promise((resolve) => {
    const finish = (ending: Ending): void => {
      clearTimeout(timer)
      order.stop?.removeEventListener('abort', onStop)
      resolve(ending)
    }
    const onStop = (): void => finish({ kind: 'stopped' })
    const timer = setTimeout(() => finish({ kind: 'timed-out' }), Math.min(order.timeoutSeconds * 1000, LONGEST_TIMER))
    order.stop?.addEventListener('abort', onStop)
    child.on('error', (error) => finish(notStarted(order, error)))
    child.on('exit', (code, signal) =>
      finish(signal === null ? { kind: 'exited', code: code ?? 1 } : { kind: 'signalled', signal }),
    )
  })

const notStarted = (order: GroupOrder, error: unknown): Ending => ({
  kind: 'not-started',
  detail: `${order.file} could not be started in ${order.cwd}: ${messageOf(error)}`,
})

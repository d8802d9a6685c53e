import { messageOf } from '../message-of.ts'
import { findBash } from './find-bash.ts'
import type { CommandOrder } from './run-command.ts'
import { runInGroup } from './run-in-group.ts'
import { bashArguments, withScriptFile } from './with-script-file.ts'

export type CapturedScript =
  | { kind: 'exited'; code: number; stdout: string }
  | { kind: 'failed'; what: 'timeout' | 'too-large' | 'unreachable'; detail: string }

/** Characters of an answer. */
const MOST = 64 * 1024

/** Runs a bash script as a deploy command is run, and keeps what it prints instead of logging it. Never throws. */
export async function captureScript(order: Omit<CommandOrder, 'write'>): Promise<CapturedScript> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    const ending = await withScriptFile(order.script, order.temporaryDirectory, (file) =>
      runInGroup({
        ...{ file: findBash(order.env), args: bashArguments(file), cwd: order.cwd, env: order.env, stop: order.stop },
        ...{ timeoutSeconds: order.timeoutSeconds, killGraceSeconds: order.killGraceSeconds },
        onStdout: (chunk) => {
          length += chunk.length
          if (length <= MOST) chunks.push(chunk)
        },
        onStderr: () => {},
      }),
    )
    if (ending.kind === 'timed-out') {
      return { kind: 'failed', what: 'timeout', detail: `not finished after ${order.timeoutSeconds} s` }
    }
    if (ending.kind !== 'exited') {
      const detail = ending.kind === 'signalled' ? `ended by ${ending.signal}` : 'could not be run'
      return { kind: 'failed', what: 'unreachable', detail }
    }
    if (length > MOST) return { kind: 'failed', what: 'too-large', detail: `printed more than ${MOST} bytes` }
    return { kind: 'exited', code: ending.code, stdout: Buffer.concat(chunks).toString('utf8') }
  } catch (error) {
    return { kind: 'failed', what: 'unreachable', detail: messageOf(error) }
  }
}

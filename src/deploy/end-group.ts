import { spawn } from 'node:child_process'
import { win32 } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { groupIsAlive, sendSignal } from './group-is-alive.ts'

const POLL_MILLISECONDS = 25
/** After SIGKILL only a process stuck in the kernel is still there; it is not waited for longer than this. */
const KILL_MILLISECONDS = 1000

/**
 * Ends every process of a group: `lingerSeconds` to end by itself, SIGTERM, `graceSeconds` to end, SIGKILL. Returns as
 * soon as the group is empty.
 * A process that left the group (`setsid`) is not reached. On Windows the tree of `pid` is ended with taskkill,
 * which finds no children any more once `pid` itself has ended.
 *
 * @param pid the process that the group was started with (`detached: true`)
 */
export const endGroup = async (
  pid: number,
  { lingerSeconds, graceSeconds }: { lingerSeconds: number; graceSeconds: number },
  platform = process.platform,
): Promise<void> => {
  if (await isGone(pid, lingerSeconds * 1000, platform)) return
  const send = platform === 'win32' ? sendToTree : sendToGroup
  if (!(await send(pid, 'SIGTERM'))) return
  if (await isGone(pid, graceSeconds * 1000, platform)) return
  await send(pid, 'SIGKILL')
  await isGone(pid, KILL_MILLISECONDS, platform)
}

const isGone = async (pid: number, milliseconds: number, platform: NodeJS.Platform): Promise<boolean> => {
  for (let waited = 0; waited <= milliseconds; waited += POLL_MILLISECONDS) {
    if (!(platform === 'win32' ? sendSignal(pid, 0) : groupIsAlive(pid, platform))) return true
    await sleep(POLL_MILLISECONDS)
  }
  return false
}

const sendToGroup = async (pid: number, signal: NodeJS.Signals): Promise<boolean> => sendSignal(-pid, signal)

const sendToTree = (pid: number, signal: NodeJS.Signals): Promise<boolean> =>
  new Promise((resolve) => {
    const force = signal === 'SIGKILL' ? ['/F'] : []
    // By its whole path: Windows looks for a bare name in the working directory first, which is the workspace.
    const taskkill = win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe')
    const killer = spawn(taskkill, ['/pid', String(pid), '/T', ...force], { stdio: 'ignore', windowsHide: true })
    killer.on('error', () => resolve(sendSignal(pid, signal)))
    // Without /F taskkill fails for console programs. What counts is whether something is left to wait for.
    killer.on('close', () => resolve(sendSignal(pid, 0)))
  })

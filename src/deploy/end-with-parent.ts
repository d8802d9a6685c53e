import { spawn } from 'node:child_process'

/** Waits until the pipe is closed, which only the death of its other end does, and ends the group then. */
const WAIT_AND_END = 'read -r _; kill -s TERM -- "-$1" && sleep 2 && kill -s KILL -- "-$1"'

/**
 * Ends a process group when this process dies, however it does (`kill -9`, out of memory): a deploy of which nobody knows
 * must not go on beside the one that puts things right. A shell outside the group waits for that. Not on Windows, where
 * the runner ends the whole tree.
 *
 * @returns what takes the shell away again, to be called when the group has ended
 */
export const endWithParent = (group: number, platform = process.platform): (() => void) => {
  if (platform === 'win32') return () => undefined
  const shell = spawn('/bin/sh', ['-c', WAIT_AND_END, 'sh', String(group)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
  })
  // A machine that cannot start it still deploys; only the death of this process would go unseen.
  shell.on('error', () => undefined)
  shell.stdin.on('error', () => undefined)
  shell.unref()
  return () => void shell.kill('SIGKILL')
}

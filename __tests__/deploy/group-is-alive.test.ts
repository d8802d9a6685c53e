import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'
import { groupIsAlive, sendSignal } from '../../src/deploy/group-is-alive.ts'

const started: number[] = []
afterEach(() => {
  for (const pid of started.splice(0)) sendSignal(pid, 'SIGKILL')
})

/** Starts a group and answers with its id once it has written a line; that line is the id of a process to end. */
const startGroup = async (script: string): Promise<number> => {
  const child = spawn('bash', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  const [line] = await once(child.stdout, 'data')
  started.push(Number(line))
  await exited
  child.stdout.destroy()
  return child.pid as number
}

test('a process that outlives the first one keeps its group alive', async () => {
  const group = await startGroup('sleep 60 & echo $!')
  expect(groupIsAlive(group)).toBe(true)
  sendSignal(-group, 'SIGKILL')
  while (groupIsAlive(group)) await new Promise(setImmediate)
})

// A parent that left the group does not collect its child, as the first process of a job container does not.
const ZOMBIE = `perl -MPOSIX -e 'fork() or exit; POSIX::setsid(); $|=1; print "$$\\n"; sleep 60' &`

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('a zombie does not', async () => {
  const group = await startGroup(ZOMBIE)
  while (groupIsAlive(group)) await new Promise(setImmediate)
  expect(sendSignal(-group, 0)).toBe(true)
})

test('a group that never was is not alive', () => {
  expect(groupIsAlive(2 ** 22 + 1)).toBe(false)
})

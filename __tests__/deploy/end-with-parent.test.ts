import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from '@jest/globals'
import { endWithParent } from '../../src/deploy/end-with-parent.ts'
import { groupIsAlive } from '../../src/deploy/group-is-alive.ts'

const sleeper = () => {
  const child = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' })
  return { child, ended: once(child, 'exit'), group: child.pid as number }
}

it('lets a group live on when it is told that it is not needed any more', async () => {
  const { child, ended, group } = sleeper()
  endWithParent(group)()
  // Whatever the shell would do, it would have done when a later process has come and gone.
  await once(spawn('sleep', ['0.1']), 'exit')
  expect(groupIsAlive(group)).toBe(true)
  child.kill('SIGKILL')
  await ended
})

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { directory, lines, output, run } from './command-fixture.ts'

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A killed process stays a zombie until the system's first process collects it. */
const hasEnded = async (pid: number): Promise<boolean> =>
  !isRunning(pid) || /^State:\s+[ZX]/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State: X'))

const pidIn = async (file: string): Promise<number> => Number(await readFile(join(directory, file), 'utf8'))

describe('how it ended', () => {
  test('exit code 0, and nothing of the script is left on disk', async () => {
    expect(await run('echo done')).toEqual({ kind: 'exited', code: 0, lastLines: ['done'] })
    expect(output()).toEqual(['done'])
    expect(await readdir(directory)).toEqual([])
  })

  test('another exit code, with the last lines that are not blank', async () => {
    const result = await run('for i in $(seq 30); do echo $i; done; echo; echo "  "; echo why >&2; exit 3')
    expect(result).toMatchObject({ kind: 'exited', code: 3 })
    expect(result.lastLines.length).toBe(20)
    expect([...result.lastLines].sort()).toContain('why')
    expect(result.lastLines).toContain('30')
    expect(result.lastLines).not.toContain('  ')
  })

  test.each([
    ['a failing command ends it', 'false; echo after', 1],
    ['a failing part of a pipe ends it', '(exit 7) | cat; echo after', 7],
    ['a syntax error', 'if; then', 2],
    ['an unknown command', 'no-such-command-here', 127],
  ])('%s', async (_, script, code) => {
    expect(await run(script)).toMatchObject({ kind: 'exited', code })
    expect(output()).not.toContain('after')
  })

  test('a signal', async () => {
    expect(await run('kill -9 $$')).toMatchObject({ kind: 'signalled', signal: 'SIGKILL' })
  })

  test.each([
    ['a working directory that does not exist', { cwd: '/no/such/directory' }, '/no/such/directory'],
    ['no bash on the PATH', { env: { PATH: '/no/such/path' } }, 'bash could not be started'],
    ['a variable that no process can have', { env: { A: 'a\0b' } }, 'null bytes'],
    ['no place for the script', { temporaryDirectory: '/no/such/temp' }, '/no/such/temp'],
  ])('not started: %s', async (_, more, detail) => {
    expect(await run('echo x', more)).toMatchObject({ kind: 'not-started', detail: expect.stringContaining(detail) })
  })

  test('out of time', async () => {
    expect(await run('echo before; sleep 60; echo after', { timeoutSeconds: 0.3 })).toEqual({
      kind: 'timed-out',
      lastLines: ['before'],
    })
  })

  test('out of time, deaf to SIGTERM, with a child that is deaf, too', async () => {
    const script = `trap '' TERM; (echo $BASHPID > child; while :; do sleep 1; done) & echo $$ > self; while :; do sleep 1; done`
    expect(await run(script, { timeoutSeconds: 0.4 })).toMatchObject({ kind: 'timed-out' })
    expect(await hasEnded(await pidIn('self'))).toBe(true)
    expect(await hasEnded(await pidIn('child'))).toBe(true)
  })

  test('SIGTERM comes first, and there is time to clean up', async () => {
    const script = `trap 'echo cleaned; exit 0' TERM; echo ready; sleep 60 & wait`
    const result = await run(script, { timeoutSeconds: 0.4, killGraceSeconds: 10 })
    expect(result).toEqual({ kind: 'timed-out', lastLines: ['ready', 'cleaned'] })
  })

  test('stopped', async () => {
    const stop = new AbortController()
    const result = await run('echo $$ > self; echo ready; sleep 60', {
      stop: stop.signal,
      write: (line) => {
        lines.push(line)
        if (line === 'ready') stop.abort()
      },
    })
    expect(result).toEqual({ kind: 'stopped', lastLines: ['ready'] })
    expect(await hasEnded(await pidIn('self'))).toBe(true)
  })

  test('stopped before it began: nothing is run', async () => {
    expect(await run('touch ran', { stop: AbortSignal.abort() })).toEqual({ kind: 'stopped', lastLines: [] })
    expect(await readdir(directory)).toEqual([])
  })
})

describe('what it leaves behind', () => {
  test('a child that holds the output open is ended with it', async () => {
    const result = await run('sleep 60 & echo $! > child; echo started')
    expect(result).toEqual({ kind: 'exited', code: 0, lastLines: ['started'] })
    expect(await hasEnded(await pidIn('child'))).toBe(true)
  })

  test('a child that escaped from the group does not hold it up, nor this process by its pipes', async () => {
    const pipes = () => process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length
    const before = pipes()
    const result = await run(
      'setsid bash -c "echo \\$\\$ > child; exec sleep 60" & until test -s child; do :; done; exit 4',
    )
    const child = await pidIn('child')
    try {
      expect(result).toMatchObject({ kind: 'exited', code: 4 })
      expect(isRunning(child)).toBe(true)
      expect(pipes()).toBe(before)
    } finally {
      process.kill(child, 'SIGKILL')
    }
  })

  test('a process that still writes out what it holds gets to finish', async () => {
    await run('exec > >(while read -r line; do sleep 0.1; echo "late $line"; done); echo one')
    expect(output()).toEqual(['late one'])
  })
})

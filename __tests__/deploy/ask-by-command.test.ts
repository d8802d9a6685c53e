import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { askByCommand } from '../../src/deploy/ask-by-command.ts'
import type { CommandDeployerOptions } from '../../src/deploy/command-deployer.ts'
import { bad, directory, lines, options } from './deployer-fixture.ts'

describe('askByCommand', () => {
  const ask = (script: string, more: Partial<CommandDeployerOptions> = {}) =>
    askByCommand(options(script, more))(bad, 'production')

  test.each([
    ['test "$TAGBACK_VERSION $TAGBACK_REASON" = "v1.2.0 verify"', { kind: 'served' }],
    ['echo v1.1.0 | grep "$TAGBACK_VERSION"', { kind: 'differs', found: 'verify-command: exit code 1' }],
    [
      'echo "found v1.1.0 $MY_API_KEY"; exit 1',
      { kind: 'differs', found: 'verify-command: exit code 1: found v1.1.0 ***' },
    ],
    ['echo down; exit 7', { kind: 'unanswered', detail: 'verify-command: exit code 7: down' }],
    ['kill -KILL $$', { kind: 'unanswered', detail: 'verify-command: ended by SIGKILL' }],
  ])('%j', async (script, answer) => {
    expect(await ask(script)).toEqual(answer)
    expect(lines).toEqual([])
  })

  test('too late, stopped, not started: no answer', async () => {
    expect(await ask('sleep 60', { timeoutSeconds: 0.2 })).toEqual({
      kind: 'unanswered',
      detail: 'verify-command: not finished after 0.2 s',
    })
    expect(await ask('true', { stop: AbortSignal.abort() })).toMatchObject({ kind: 'unanswered' })
    expect(await ask('true', { temporaryDirectory: '/no/such' })).toMatchObject({ kind: 'unanswered' })
  })

  test('runs in the files of the release when there are any, else in an empty directory that is removed', async () => {
    const all = options(`{ pwd; ls; } > ${directory}/seen`)
    expect(await askByCommand(all)(bad, 'production')).toEqual({ kind: 'served' })
    expect(await readFile(join(directory, 'seen'), 'utf8')).toMatch(/^.*\/tagback-verify-\w+\n$/)
    expect(await readdir(directory)).toEqual(['seen'])
    await all.files.prepare([bad])
    expect(await askByCommand(all)(bad, 'production')).toEqual({ kind: 'served' })
    expect(await readFile(join(directory, 'seen'), 'utf8')).toBe(`${join(directory, bad.commit)}\nprompt.md\n`)
  })
})

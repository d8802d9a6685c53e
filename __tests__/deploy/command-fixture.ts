import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from '@jest/globals'
import { type CommandOrder, runCommand } from '../../src/deploy/run-command.ts'

export let directory: string
export let lines: string[]

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
  lines = []
})
afterEach(() => rm(directory, { recursive: true, force: true }))

export const run = (script: string, more: Partial<CommandOrder> = {}) =>
  runCommand({
    script,
    cwd: directory,
    env: { PATH: process.env.PATH ?? '' },
    timeoutSeconds: 20,
    killGraceSeconds: 0.2,
    temporaryDirectory: directory,
    write: (line) => lines.push(line),
    ...more,
  })

/** What stands between the first and the last line, which open and close the block with one unguessable word. */
export const output = (): string[] => {
  const token = lines[0]?.match(/^::stop-commands::([0-9a-f]{64})$/)?.[1]
  expect(token).toBeDefined()
  expect(lines.at(-1)).toBe(`::${token}::`)
  return lines.slice(1, -1)
}

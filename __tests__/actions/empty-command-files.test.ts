import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { emptyCommandFiles } from '../../src/actions/empty-command-files.ts'

it('empties what others wrote for the runner, makes again what they took away, and leaves the state', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-files-'))
  const path = (name: string): string => {
    writeFileSync(join(folder, name), 'forged=1\n')
    return join(folder, name)
  }
  const env = {
    ...{ GITHUB_OUTPUT: path('output'), GITHUB_ENV: path('env'), GITHUB_STEP_SUMMARY: path('summary') },
    ...{ GITHUB_STATE: path('state'), GITHUB_PATH: join(folder, 'none') },
  }
  emptyCommandFiles(env)
  const texts = [env.GITHUB_OUTPUT, env.GITHUB_ENV, env.GITHUB_STEP_SUMMARY, env.GITHUB_PATH, env.GITHUB_STATE].map(
    (name) => readFileSync(name, 'utf8'),
  )
  expect(texts).toStrictEqual(['', '', '', '', 'forged=1\n'])
  rmSync(folder, { recursive: true })
})

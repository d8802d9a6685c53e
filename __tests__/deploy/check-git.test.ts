import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { checkGit } from '../../src/deploy/check-git.ts'

const path = process.env.PATH
const folder = mkdtempSync(join(tmpdir(), 'tagback-git-'))
afterAll(() => {
  process.env.PATH = path
  rmSync(folder, { recursive: true, force: true })
})

it('takes the git of this machine', () => expect(checkGit()).resolves.toBeUndefined())

it('refuses a git that cannot be handed a token safely', async () => {
  writeFileSync(join(folder, 'git'), '#!/bin/sh\necho git version 2.30.9\n')
  chmodSync(join(folder, 'git'), 0o755)
  process.env.PATH = folder
  await expect(checkGit()).rejects.toThrow(
    'git 2.31 or newer is needed to read the files of a release, found: git version 2.30.9',
  )
})

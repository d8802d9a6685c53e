import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { checkOutCommit } from '../../src/deploy/check-out-commit.ts'
import { gitEnvironment } from '../../src/deploy/git-environment.ts'
import { gitIn } from '../../src/deploy/run-git.ts'
import { directory, home, server } from './check-out-fixture.ts'

const FILES = ['prompts/A.md', 'prompts/a.md', 'other/x']

const checkOutInto = async (name: string, paths: string[], foldsCase?: () => boolean): Promise<void> => {
  const commit = await server.commit(FILES.map((path) => ({ path, content: path })))
  const cwd = join(home, 'served/acme/prompts.git')
  const env = gitEnvironment({ parent: process.env, home: directory, serverUrl: server.serverUrl, token: '' })
  const git = gitIn({ cwd, env: { ...env, GIT_DIR: cwd }, timeoutSeconds: 30, secrets: [] })
  const at = { directory: join(directory, name), indexFile: join(directory, `index-${name}`) }
  await checkOutCommit({ git, commit, paths, ...at, ...(foldsCase ? { foldsCase } : {}) })
}

test.each([[[]], [['prompts']]])(
  'where the file system folds case, two files of %j that would be one are refused, and nothing is left',
  async (paths) => {
    const refusal = 'holds "prompts/A.md" and "prompts/a.md", which are one file on this runner'
    await expect(checkOutInto('release', paths, () => true)).rejects.toThrow(refusal)
    expect(await readdir(directory)).not.toContain('release')
  },
)

test('they are no matter where a deploy is limited to others, or the file system tells them apart', async () => {
  await checkOutInto('limited', ['other'], () => true)
  await checkOutInto('asked', [])
  expect(await readdir(join(directory, 'asked/prompts'))).toStrictEqual(['A.md', 'a.md'])
})

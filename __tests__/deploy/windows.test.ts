import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { cancellation } from '../../src/actions/cancellation.ts'
import { checkOutCommit } from '../../src/deploy/check-out-commit.ts'
import { collidingNames } from '../../src/deploy/colliding-names.ts'
import { gitEnvironment } from '../../src/deploy/git-environment.ts'
import { gitIn } from '../../src/deploy/run-git.ts'
import { directory, home, server } from './check-out-fixture.ts'

it.each([
  [['a', 'b', 'A/b', 'a/B'], [['A/b', 'a/B']]],
  [
    ['README.md', 'Readme.md', 'readme.md'],
    [
      ['README.md', 'Readme.md'],
      ['README.md', 'readme.md'],
    ],
  ],
  [['ä', 'Ä', 'ae'], [['ä', 'Ä']]],
  [['prompts/a.md', 'prompts/a.yaml'], []],
])('of %j, %j are one file where case is folded', (paths, expected) => {
  expect(collidingNames(paths)).toStrictEqual(expected)
})

it.each([
  [[], '"prompts/A.md" and "prompts/a.md"'],
  [['prompts'], '"prompts/A.md" and "prompts/a.md"'],
  [['other'], null],
])(
  'where the file system folds case, two files of %j that would be one are refused, and nothing is left',
  async (paths, names) => {
    const commit = await server.commit(
      ['prompts/A.md', 'prompts/a.md', 'other/x'].map((path) => ({ path, content: path })),
    )
    const cwd = join(home, 'served/acme/prompts.git')
    const env = gitEnvironment({ parent: process.env, home: directory, serverUrl: server.serverUrl, token: '' })
    const git = gitIn({ cwd, env: { ...env, GIT_DIR: cwd }, timeoutSeconds: 30, secrets: [] })
    const check = (foldsCase?: () => boolean, to = 'release') =>
      checkOutCommit({
        ...{ git, commit, paths, directory: join(directory, to), indexFile: join(directory, `index-${to}`) },
        ...(foldsCase ? { foldsCase } : {}),
      })
    if (names === null) await check(() => true)
    else await expect(check(() => true)).rejects.toThrow(`holds ${names}, which are one file on this runner`)
    expect((await readdir(directory)).includes('release')).toBe(names === null)
    // This file system does not, and is asked.
    await check(undefined, 'again')
  },
)

it('has the same bytes on every system: git turns no line ends', () => {
  const env = gitEnvironment({ parent: {}, home: '/home', serverUrl: 'https://github.com', token: '' }, 'win32')
  const settings = Object.entries(env)
    .filter(([name]) => name.startsWith('GIT_CONFIG_KEY_'))
    .map(([name, key]) => `${key}=${env[name.replace('KEY', 'VALUE')]}`)
  expect(settings).toEqual(expect.arrayContaining(['core.autocrlf=false', 'core.eol=lf', 'http.sslBackend=schannel']))
})

it.each(['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)('a run is cancelled by %s', (signal) => {
  const before = process.listeners(signal).length
  const { cancelled, dispose } = cancellation()
  process.emit(signal, signal)
  expect(cancelled.aborted).toBe(true)
  dispose()
  expect(process.listeners(signal)).toHaveLength(before)
})

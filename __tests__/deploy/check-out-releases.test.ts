import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { checkOutReleases } from '../../src/deploy/check-out-releases.ts'
import { ABSENT_COMMIT, checkOut, directory, failure, order, server } from './check-out-fixture.ts'

test('puts each release into a plain directory of its own and leaves nothing else behind', async () => {
  const one = await server.commit([{ path: 'prompt.md', content: 'one' }])
  const two = await server.commit([{ path: 'prompt.md', content: 'two' }])
  const directories = await checkOutReleases(order([one, two, one]))
  expect([...directories.keys()]).toEqual([one, two])
  expect(await readFile(join(directories.get(one) as string, 'prompt.md'), 'utf8')).toBe('one')
  expect(await readFile(join(directories.get(two) as string, 'prompt.md'), 'utf8')).toBe('two')
  expect(await readdir(directories.get(one) as string)).toEqual(['prompt.md'])
  expect((await readdir(directory)).sort()).toEqual([one, two].sort())
  expect(server.requests).toEqual([
    'GET /acme/prompts.git/info/refs?service=git-upload-pack with token',
    expect.stringMatching(/^POST .*git-upload-pack with token$/),
  ])
})

test('names stay names, modes stay modes', async () => {
  const names = ['-rf', '--help', 'a "b"', "it's", '$(touch pwned)', 'line\nbreak', '`id`', 'ä/ö', '*', ':(top)x', ' ']
  const release = await checkOut([
    ...names.map((path) => ({ path, content: path })),
    { path: 'deploy.sh', content: '#!/bin/sh\n', mode: '100755' },
  ])
  for (const name of names) expect(await readFile(join(release, name), 'utf8')).toBe(name)
  expect((await readdir(release)).sort()).toEqual([...names.map((name) => name.split('/')[0]), 'deploy.sh'].sort())
  expect((await lstat(join(release, 'deploy.sh'))).mode & 0o111).not.toBe(0)
  expect((await lstat(join(release, '*'))).mode & 0o111).toBe(0)
})

test('keeps export-ignore paths, LFS pointers and empty directories of submodules, and runs no filter', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'1'.repeat(64)}\nsize 12\n`
  const release = await checkOut([
    {
      path: '.gitattributes',
      content: 'secret.md export-ignore\nid.md export-subst\n*.bin filter=lfs\n*.evil filter=evil\n',
    },
    { path: '.gitmodules', content: '[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c touch% /tmp/x\n' },
    { path: 'sub', content: ABSENT_COMMIT, mode: '160000' },
    { path: 'secret.md', content: 'kept' },
    { path: 'id.md', content: '$Format:%H$' },
    { path: 'model.bin', content: pointer },
    { path: 'x.evil', content: 'as it is' },
  ])
  expect(await readFile(join(release, 'secret.md'), 'utf8')).toBe('kept')
  expect(await readFile(join(release, 'id.md'), 'utf8')).toBe('$Format:%H$')
  expect(await readFile(join(release, 'model.bin'), 'utf8')).toBe(pointer)
  expect(await readFile(join(release, 'x.evil'), 'utf8')).toBe('as it is')
  expect(await readdir(join(release, 'sub'))).toEqual([])
})

test('limits what is fetched and written to the paths, in one further request for their contents', async () => {
  const files = Array.from({ length: 5 }, (_, index) => ({ path: `components/a/${index}.md`, content: `a${index}` }))
  const release = await checkOut(
    [
      ...files,
      { path: 'big.bin', content: 'x'.repeat(1000) },
      { path: '-x/[ab]*', content: 'odd' },
      { path: ':(top)big.bin', content: 'magic' },
    ],
    { paths: ['components/./a/', '-x/[ab]*', ':(top)big.bin'] },
  )
  expect((await readdir(release)).sort()).toEqual(['-x', ':(top)big.bin', 'components'])
  expect((await readdir(join(release, 'components/a'))).length).toBe(5)
  expect(await readFile(join(release, '-x/[ab]*'), 'utf8')).toBe('odd')
  expect(server.requests.filter((request) => request.startsWith('POST')).length).toBeLessThanOrEqual(3)
  expect(server.requests.every((request) => request.endsWith(' with token'))).toBe(true)
})

test('says which path a commit does not have', async () => {
  const commit = await server.commit([{ path: 'components/ab/x.md', content: 'x' }])
  const message = await failure(checkOutReleases(order([commit], { paths: ['components/ab', 'components/a'] })))
  expect(message).toContain(`The commit ${commit} has no "components/a".`)
  expect(await readdir(directory)).toEqual([])
})

test.each([['../x'], ['/etc'], ['a/../../b'], [''], ['C:\\x'], ['\\\\server\\x'], ['a\\b'], ['a\0b']])(
  'refuses the path %j before it asks the server',
  async (path) => {
    const commit = await server.commit([{ path: 'a', content: 'x' }])
    const message = await failure(checkOutReleases(order([commit], { paths: [path] })))
    expect(message).toContain(`The path ${JSON.stringify(path)} of a release cannot be used`)
    expect(server.requests).toEqual([])
  },
)

test.each([
  ['absolute', [{ path: 'l', content: '/etc/passwd' }], 'l', '/etc/passwd'],
  ['above the root', [{ path: 'a/b/l', content: '../../../x' }], 'a/b/l', '../../../x'],
  [
    'through another link',
    [
      { path: 'a/up', content: '..' },
      { path: 'l', content: 'a/up/../x' },
    ],
    'l',
    'a/up/../x',
  ],
  ['and back in', [{ path: 'l', content: '../other/x' }], 'l', '../other/x'],
])('refuses a link that leads out: %s', async (_, links, link, target) => {
  const files = links.map((file) => ({ ...file, mode: '120000' as const }))
  const commit = await server.commit([{ path: 'keep', content: 'x' }, ...files])
  const message = await failure(checkOutReleases(order([commit])))
  expect(message).toContain(`The commit ${commit} holds the symbolic link ${JSON.stringify(link)}`)
  expect(message).toContain(JSON.stringify(target))
  expect(await readdir(directory)).toEqual([])
})

test('keeps links that stay inside, lead nowhere or go round in circles', async () => {
  const links = { 'a/l': '../b/file', gone: 'not/there/../../x', round: 'round', 'a/root': '..' }
  const release = await checkOut([
    { path: 'b/file', content: 'inside' },
    ...Object.entries(links).map(([path, content]) => ({ path, content, mode: '120000' as const })),
  ])
  expect(await readFile(join(release, 'a/l'), 'utf8')).toBe('inside')
  for (const link of Object.keys(links)) expect((await lstat(join(release, link))).isSymbolicLink()).toBe(true)
})

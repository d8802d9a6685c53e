import { existsSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type CheckOutOrder, checkOutReleases } from '../../src/deploy/check-out-releases.ts'
import { type GitServer, type ReleaseFile, startGitServer } from './git-server.ts'

const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const ABSENT_COMMIT = '0123456789abcdef0123456789abcdef01234567'
let home: string
let server: GitServer
let directory: string

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
  server = await startGitServer(home, TOKEN)
})
afterAll(async () => {
  await server.close()
  await rm(home, { recursive: true, force: true })
})
beforeEach(async () => {
  directory = await mkdtemp(join(home, 'run-'))
  server.requests.length = 0
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const order = (commits: string[], more: Partial<CheckOutOrder> = {}): CheckOutOrder => ({
  serverUrl: server.serverUrl,
  repository: 'acme/prompts',
  token: TOKEN,
  commits,
  directory,
  parentEnvironment: process.env,
  timeoutSeconds: 30,
  ...more,
})

const checkOut = async (files: readonly ReleaseFile[], more: Partial<CheckOutOrder> = {}): Promise<string> => {
  const commit = await server.commit(files)
  return (await checkOutReleases(order([commit], more))).get(commit) as string
}

const failure = async (run: Promise<unknown>): Promise<string> => {
  const outcome = await run.then(
    () => 'no error',
    (error: unknown) => (error as Error).message,
  )
  expect(outcome).not.toContain(TOKEN)
  expect(outcome).not.toContain(Buffer.from(`x-access-token:${TOKEN}`).toString('base64'))
  return outcome
}

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

test('sees no configuration, hook or template of the user and the machine', async () => {
  const user = await mkdtemp(join(home, 'user-'))
  const trace = join(user, 'ran')
  const hooks = join(user, 'hooks')
  await mkdir(hooks)
  for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'fsmonitor', 'ssh']) {
    await writeFile(join(hooks, hook), `#!/bin/sh\necho ${hook} >> ${trace}\n`)
    await chmod(join(hooks, hook), 0o755)
  }
  await writeFile(
    join(user, '.gitconfig'),
    `[core]\n hooksPath = ${hooks}\n fsmonitor = ${hooks}/fsmonitor\n attributesFile = ${user}/attributes\n` +
      `[filter "evil"]\n smudge = "sh -c 'echo filter >> ${trace}; cat'"\n required = true\n` +
      `[credential]\n helper = "!echo helper >> ${trace}; :"\n[init]\n templateDir = ${hooks}\n` +
      `[url "ssh://nowhere/"]\n insteadOf = ${server.serverUrl}/\n`,
  )
  await writeFile(join(user, 'attributes'), '* filter=evil\n')
  const parentEnvironment = {
    PATH: process.env.PATH,
    HOME: user,
    GIT_CONFIG_GLOBAL: join(user, '.gitconfig'),
    GIT_CONFIG_SYSTEM: join(user, '.gitconfig'),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.hooksPath',
    GIT_CONFIG_VALUE_0: hooks,
    GIT_TEMPLATE_DIR: hooks,
    GIT_DIR: user,
    GIT_TRACE_CURL: join(user, 'curl'),
    GIT_ASKPASS: join(hooks, 'ssh'),
  }
  const release = await checkOut([{ path: 'a.evil', content: 'plain' }], { parentEnvironment })
  expect(await readFile(join(release, 'a.evil'), 'utf8')).toBe('plain')
  expect((await readdir(user)).sort()).toEqual(['.gitconfig', 'attributes', 'hooks'])
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

test.each([['../x'], ['/etc'], ['a/../../b'], [''], ['C:\\x'], ['\\\\server\\x'], ['a\0b']])(
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

test('says which commit the server does not have', async () => {
  const commit = await server.commit([{ path: 'a', content: 'x' }])
  const message = await failure(checkOutReleases(order([commit, ABSENT_COMMIT])))
  expect(message).toContain(
    `The server does not have the commit ${ABSENT_COMMIT} in ${server.serverUrl}/acme/prompts.git`,
  )
  expect(await readdir(directory)).toEqual([])
})

test('says that an object is not a commit', async () => {
  const commit = await server.commit([{ path: 'a', content: 'x' }])
  const tree = await server.git(['rev-parse', `${commit}^{tree}`])
  await server.git(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
  expect(await failure(checkOutReleases(order([tree])))).toContain(
    `${tree} in ${server.serverUrl}/acme/prompts.git is a tree`,
  )
})

test('says that the token is refused, without the token', async () => {
  const commit = await server.commit([{ path: 'a', content: 'x' }])
  const message = await failure(checkOutReleases(order([commit], { token: 'ghs_another_token_1234567890' })))
  expect(message).toContain('refused to let this token read')
  expect(message).toContain('contents: read')
  expect(message).not.toContain('ghs_another')
})

test('says that there is no such repository', async () => {
  const commit = await server.commit([{ path: 'a', content: 'x' }])
  const message = await failure(checkOutReleases(order([commit], { repository: 'acme/nothing' })))
  expect(message).toContain('has no repository')
})

test('refuses ids, repositories and servers that are something else, before anything is run', async () => {
  for (const wrong of ['HEAD', '--upload-pack=x', 'a'.repeat(39), `${'a'.repeat(40)}\n`]) {
    expect(await failure(checkOutReleases(order([wrong])))).toContain('is not a commit id')
  }
  const commit = 'a'.repeat(40)
  for (const repository of ['acme', 'acme/../x', '.../y', 'a/b/c', 'a/..', 'a b/c']) {
    expect(await failure(checkOutReleases(order([commit], { repository })))).toContain('is not a repository')
  }
  for (const serverUrl of ['ext::sh -c id', 'ssh://github.com', 'file:///etc', 'https://user:secret@github.com', 'x']) {
    expect(await failure(checkOutReleases(order([commit], { serverUrl })))).toContain('address is not usable')
  }
  expect(await readdir(directory)).toEqual([])
})

test('gives the token to git by its environment, never in arguments or files', async () => {
  const commit = await server.commit([{ path: 'components/a/x', content: 'x' }])
  const tools = await mkdtemp(join(home, 'tools-'))
  const log = join(tools, 'log')
  const real = (process.env.PATH ?? '').split(delimiter).find((entry) => existsSync(join(entry, 'git')))
  await writeFile(
    join(tools, 'git'),
    `#!/bin/sh\n{ printf '%s ' "$@"; echo; env | grep -c GIT_CONFIG_VALUE; grep -r . "${directory}"; } >> ${log}\nexec ${real}/git "$@"\n`,
  )
  await chmod(join(tools, 'git'), 0o755)
  const parentEnvironment = { PATH: `${tools}${delimiter}${process.env.PATH}` }
  await checkOutReleases(order([commit], { parentEnvironment, paths: ['components'] }))
  const seen = await readFile(log, 'latin1')
  expect(seen).toContain('fetch --quiet')
  expect(seen).not.toContain(TOKEN)
  expect(seen).not.toContain(Buffer.from(`x-access-token:${TOKEN}`).toString('base64'))
})

test('an error of git does not hold the token, even where git prints it', async () => {
  const tools = await mkdtemp(join(home, 'tools-'))
  await writeFile(
    join(tools, 'git'),
    '#!/bin/sh\nenv >&2\nenv | grep extraheader >&2\nenv | grep -i basic >&2\nexit 9\n',
  )
  await chmod(join(tools, 'git'), 0o755)
  const parentEnvironment = { PATH: `${tools}${delimiter}${process.env.PATH}` }
  const message = await failure(checkOutReleases(order(['a'.repeat(40)], { parentEnvironment })))
  expect(message).toContain('git init: exit code 9')
  expect(message).toContain('basic ***')
})

test('gives up on a server that does not answer', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  try {
    const serverUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const message = await failure(checkOutReleases(order(['a'.repeat(40)], { serverUrl, timeoutSeconds: 0.3 })))
    expect(message).toContain('could not be fetched')
    expect(message).toContain('git fetch: not finished after 0.3 s')
    expect(await readdir(directory)).toEqual([])
  } finally {
    silent.closeAllConnections()
    silent.close()
  }
})

test('does not take the token along to where a server redirects', async () => {
  const redirecting = createServer((request, response) =>
    response.writeHead(302, { location: `${server.serverUrl}${request.url}` }).end(),
  )
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve))
  try {
    const commit = await server.commit([{ path: 'a', content: 'x' }])
    server.requests.length = 0
    const serverUrl = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`
    expect(await failure(checkOutReleases(order([commit], { serverUrl })))).toContain('could not be fetched')
    expect(server.requests).toEqual([])
  } finally {
    redirecting.closeAllConnections()
    redirecting.close()
  }
})

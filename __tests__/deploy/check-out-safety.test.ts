import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { checkOutReleases } from '../../src/deploy/check-out-releases.ts'
import { ABSENT_COMMIT, checkOut, directory, failure, home, order, server, TOKEN } from './check-out-fixture.ts'

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

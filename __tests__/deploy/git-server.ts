import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { plainGit } from './plain-git.ts'

export type ReleaseFile = { path: string; content: string; mode?: '100644' | '100755' | '120000' | '160000' }

export type GitServer = {
  serverUrl: string
  /** One for each request: method, path with query, and whether the token came along. */
  requests: string[]
  /** Makes a commit that holds these files and answers with its id. */
  commit(files: readonly ReleaseFile[]): Promise<string>
  git(args: readonly string[]): Promise<string>
  close(): Promise<void>
}

/** Serves the bare repository `acme/prompts` by git's own HTTP backend, for whoever brings the token. */
export const startGitServer = async (directory: string, token: string): Promise<GitServer> => {
  const root = join(directory, 'served')
  const repository = join(root, 'acme', 'prompts.git')
  await mkdir(repository, { recursive: true })
  await plainGit(repository, ['init', '--quiet', '--bare'])
  await plainGit(repository, ['config', 'uploadpack.allowFilter', 'true'])
  const requests: string[] = []
  const expected = `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`

  const server = createServer((request, response) => {
    const authorised = request.headers.authorization?.toLowerCase() === expected.toLowerCase()
    requests.push(`${request.method} ${request.url} ${authorised ? 'with' : 'without'} token`)
    if (authorised) passToBackend(root, request, response)
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let made = 0
  return {
    serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    git: (args) => plainGit(repository, args),
    commit: async (files) => {
      made += 1
      await plainGit(repository, ['fast-import', '--quiet'], fastImport(`refs/heads/c${made}`, files))
      return plainGit(repository, ['rev-parse', `refs/heads/c${made}`])
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const passToBackend = (root: string, request: IncomingMessage, response: ServerResponse): void => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'token',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  backend.stdin.on('error', () => undefined)
  request.pipe(backend.stdin)
  const chunks: Buffer[] = []
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  backend.on('close', () => {
    const output = Buffer.concat(chunks)
    const end = output.indexOf('\r\n\r\n')
    const headers = output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(': ', 2) as [string, string])
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200'
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name !== 'Status')))
    response.end(output.subarray(end + 4))
  })
}

const fastImport = (ref: string, files: readonly ReleaseFile[]): string =>
  [
    `commit ${ref}\ncommitter Ada <ada@example.com> 1700000000 +0000\ndata 4\ntest\n`,
    ...files.map(({ path, content, mode = '100644' }) =>
      mode === '160000'
        ? `M 160000 ${content} ${quoted(path)}\n`
        : `M ${mode} inline ${quoted(path)}\ndata ${Buffer.byteLength(content)}\n${content}\n`,
    ),
  ].join('')

const quoted = (path: string): string =>
  `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

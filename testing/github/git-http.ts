import { gunzipSync } from 'node:zlib'
import type { Answer, Request } from './exchange.ts'
import type { LocalRepository } from './local-repository.ts'
import type { LocalState } from './local-state.ts'
import { guardPush } from './push-hook.ts'
import { readCommands, readReport } from './receive-pack.ts'
import { tryGit } from './run-git.ts'
import { allows, authenticate, type Token } from './tokens.ts'

export type GitRoute = { owner: string; name: string; service: string }

const SERVICE = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack|HEAD|objects\/.+)$/

export const matchGitRoute = (path: string): GitRoute | null => {
  const [, owner, name, service] = SERVICE.exec(path) ?? []
  return owner === undefined || name === undefined || service === undefined ? null : { owner, name, service }
}

const plain = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  body,
})

const runBackend = async (
  repository: LocalRepository,
  request: Request,
  service: string,
  extra: Record<string, string>,
): Promise<Answer> => {
  const header = (name: string): string => String(request.headers[name] ?? '')
  const env: Record<string, string> = {
    GIT_PROJECT_ROOT: repository.gitDir,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: request.method,
    PATH_INFO: `/${service}`,
    QUERY_STRING: request.query.toString(),
    CONTENT_TYPE: header('content-type'),
    CONTENT_LENGTH: request.method === 'POST' ? String(request.body.length) : '',
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    REMOTE_USER: 'x-access-token',
    REMOTE_ADDR: '127.0.0.1',
    ...(header('git-protocol') === '' ? {} : { GIT_PROTOCOL: header('git-protocol') }),
    ...extra,
  }
  const { stdout, stderr } = await tryGit(repository.gitDir, ['http-backend'], { input: request.body, env })
  const end = stdout.indexOf('\r\n\r\n')
  if (end < 0) throw new Error(`git http-backend gave no answer: ${stderr}`)
  const headers: Record<string, string> = {}
  let status = 200
  for (const line of stdout.toString('latin1', 0, end).split('\r\n')) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    const value = line.slice(line.indexOf(':') + 1).trim()
    if (name === 'status') status = Number.parseInt(value, 10)
    else headers[name] = value
  }
  return { status, headers, body: stdout.subarray(end + 4) }
}

const receivePack = async (
  state: LocalState,
  repository: LocalRepository,
  token: Token,
  request: Request,
): Promise<Answer> => {
  const unzipped = request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body
  const { commands, sideband } = readCommands(unzipped)
  // A lone flush: git asks before a large push whether it may (`probe_rpc`).
  if (commands.length === 0) return runBackend(repository, request, 'git-receive-pack', {})
  const guard = await guardPush(repository, token, commands)
  try {
    const answer = await runBackend(repository, request, 'git-receive-pack', guard.environment)
    if (answer.status !== 200) return answer
    const { body, moved } = readReport(Buffer.from(answer.body), sideband, await guard.reasons())
    const done = new Set(moved)
    const changes = commands.filter(({ ref, before, after }) => done.has(ref) && before !== after)
    state.refsMoved(repository, token, changes)
    return { ...answer, body }
  } finally {
    await guard.remove()
  }
}

/** Git's smart HTTP, answered by `git http-backend` behind GitHub's questions of who may do what. */
export const answerGit = async (state: LocalState, request: Request, route: GitRoute): Promise<Answer> => {
  const identity = authenticate(request.headers.authorization, state.tokens, state.now())
  if (identity.kind !== 'token') {
    const text = identity.kind === 'bad' ? 'Bad credentials' : 'No anonymous write access.'
    return plain(401, `${text}\n`, { 'www-authenticate': 'Basic realm="GitHub"' })
  }
  const repository = state.repositories.get(`${route.owner}/${route.name}`.toLowerCase())
  if (repository === undefined || !allows(identity.token, 'contents', 'read'))
    return plain(404, 'Repository not found.\n')
  const pushes = route.service === 'git-receive-pack' || request.query.get('service') === 'git-receive-pack'
  if (pushes && !allows(identity.token, 'contents', 'write'))
    return plain(403, 'Write access to repository not granted.\n')
  if (route.service === 'git-receive-pack') return receivePack(state, repository, identity.token, request)
  return runBackend(repository, request, route.service, {})
}

import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Answer, json, restError } from '../exchange.ts'
import { parseTree } from '../git-objects.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl } from '../local-state.ts'
import { tryGit } from '../run-git.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showGitCommit } from './show-commit.ts'

type WantedEntry = { path: string; mode: string; content: string }

const showTree = async ({ state, repository }: RestCall, oid: string) => {
  const object = await repository.objects.read(oid)
  if (object?.type !== 'tree') throw new Error(`The tree ${oid} was not written.`)
  const url = `${apiUrl(state)}/repos/${fullName(repository)}/git/trees/${oid}`
  const tree = parseTree(object.body).map(({ name, mode, type, oid: sha }) => ({ path: name, mode, type, sha }))
  return { sha: oid, url, tree, truncated: false }
}

/** Files with their content, on top of another tree: the part of GitHub's endpoint that is in use. */
const createTree = async (call: RestCall): Promise<Answer> => {
  const { gitDir } = call.repository
  const { base_tree: base, tree } = call.body as { base_tree?: string; tree: WantedEntry[] }
  const env = { GIT_INDEX_FILE: join(gitDir, `index-${randomUUID()}`) }
  try {
    const read = await tryGit(gitDir, base === undefined ? ['read-tree', '--empty'] : ['read-tree', base], { env })
    if (read.code !== 0) return restError(422, 'base_tree is not a valid tree oid')
    for (const { path, mode, content } of tree) {
      const blob = await tryGit(gitDir, ['hash-object', '-w', '--stdin'], { input: content })
      const entry = `${mode},${blob.stdout.toString().trim()},${path}`
      const added = await tryGit(gitDir, ['update-index', '--add', '--cacheinfo', entry], { env })
      if (added.code !== 0) return restError(422, `tree.path contains a malformed path component: ${path}`)
    }
    const written = await tryGit(gitDir, ['write-tree'], { env })
    return json(201, await showTree(call, written.stdout.toString().trim()))
  } finally {
    await rm(env.GIT_INDEX_FILE, { force: true })
  }
}

/** Makes the object alone; a ref is another request. */
const createCommit = async (call: RestCall): Promise<Answer> => {
  const { state, repository, token, body } = call
  const { message, tree, parents = [] } = body as { message: string; tree: string; parents?: string[] }
  for (const [oid, type] of [[tree, 'tree'] as const, ...parents.map((parent) => [parent, 'commit'] as const)]) {
    if ((await repository.objects.info(oid))?.type !== type) return restError(422, `${type} ${oid} does not exist`)
  }
  const { login } = token.account
  const person = `${login} <${login}@users.noreply.github.com> ${Math.floor(state.now() / 1000)} +0000`
  const head = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${person}`,
    `committer ${person}`,
  ]
  const input = `${head.join('\n')}\n\n${message}`
  const made = await tryGit(repository.gitDir, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input })
  if (made.code !== 0) return restError(422, `Invalid commit: ${made.stderr.trim()}`)
  return json(201, await showGitCommit(call, made.stdout.toString().trim()))
}

const REPO = '/repos/{owner}/{repo}'

export const gitWriteRoutes: RestRoute[] = [
  { method: 'POST', template: `${REPO}/git/trees`, permission: ['contents', 'write'], handle: createTree },
  { method: 'POST', template: `${REPO}/git/commits`, permission: ['contents', 'write'], handle: createCommit },
]

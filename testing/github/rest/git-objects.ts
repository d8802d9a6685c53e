import { type Answer, json, restError } from '../exchange.ts'
import { parseTag } from '../git-objects.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import type { RawObject } from '../object-reader.ts'
import { tryGit } from '../run-git.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showGitCommit, showPerson } from './show-commit.ts'

const showTag = ({ state, repository }: RestCall, object: RawObject) => {
  const tag = parseTag(object.body)
  const api = `${apiUrl(state)}/repos/${fullName(repository)}/git`
  return {
    node_id: nodeId('Tag', object.oid),
    sha: object.oid,
    url: `${api}/tags/${object.oid}`,
    tagger: tag.tagger === null ? { name: '', email: '', date: '' } : showPerson(tag.tagger),
    object: { sha: tag.object, type: tag.type, url: `${api}/${tag.type}s/${tag.object}` },
    tag: tag.name,
    message: tag.message,
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  }
}

const getTag = async (call: RestCall): Promise<Answer> => {
  const object = await call.repository.objects.read(call.params.tag_sha ?? '')
  return object?.type === 'tag' ? json(200, showTag(call, object)) : restError(404, 'Not Found')
}

/** Makes the object alone: "Note that creating a tag object does not create the reference". */
const createTag = async (call: RestCall): Promise<Answer> => {
  const { state, repository, token, body } = call
  const { tag, message, object: oid, type } = body
  const found = await repository.objects.info(String(oid))
  if (found?.type !== type) return restError(422, 'Object does not exist')
  const { login } = token.account
  const tagger = `${login} <${login}@users.noreply.github.com> ${Math.floor(state.now() / 1000)} +0000`
  const text = `object ${oid}\ntype ${type}\ntag ${tag}\ntagger ${tagger}\n\n${message}`
  const made = await tryGit(repository.gitDir, ['hash-object', '-t', 'tag', '-w', '--stdin'], { input: text })
  if (made.code !== 0) return restError(422, `Invalid tag: ${made.stderr.trim()}`)
  const object = await repository.objects.read(made.stdout.toString().trim())
  if (object === null) throw new Error(`The tag object ${tag} was not written.`)
  const shown = showTag(call, object)
  return json(201, shown, { location: shown.url })
}

const getCommit = async (call: RestCall): Promise<Answer> => {
  const commit = await showGitCommit(call, call.params.commit_sha ?? '')
  return commit === null ? restError(404, 'Not Found') : json(200, commit)
}

const REPO = '/repos/{owner}/{repo}'

export const gitObjectRoutes: RestRoute[] = [
  { method: 'GET', template: `${REPO}/git/tags/{tag_sha}`, permission: ['contents', 'read'], handle: getTag },
  { method: 'POST', template: `${REPO}/git/tags`, permission: ['contents', 'write'], handle: createTag },
  { method: 'GET', template: `${REPO}/git/commits/{commit_sha}`, permission: ['contents', 'read'], handle: getCommit },
]

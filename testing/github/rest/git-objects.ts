import { type Answer, json, restError } from '../exchange.ts'
import { parseTag } from '../git-objects.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showGitCommit, showPerson } from './show-commit.ts'

const getTag = async (call: RestCall): Promise<Answer> => {
  const { state, repository, params } = call
  const object = await repository.objects.read(params.tag_sha ?? '')
  if (object?.type !== 'tag') return restError(404, 'Not Found')
  const tag = parseTag(object.body)
  const api = `${apiUrl(state)}/repos/${fullName(repository)}/git`
  return json(200, {
    node_id: nodeId('Tag', object.oid),
    sha: object.oid,
    url: `${api}/tags/${object.oid}`,
    tagger: tag.tagger === null ? { name: '', email: '', date: '' } : showPerson(tag.tagger),
    object: { sha: tag.object, type: tag.type, url: `${api}/${tag.type}s/${tag.object}` },
    tag: tag.name,
    message: tag.message,
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  })
}

const getCommit = async (call: RestCall): Promise<Answer> => {
  const commit = await showGitCommit(call, call.params.commit_sha ?? '')
  return commit === null ? restError(404, 'Not Found') : json(200, commit)
}

const REPO = '/repos/{owner}/{repo}'

export const gitObjectRoutes: RestRoute[] = [
  { method: 'GET', template: `${REPO}/git/tags/{tag_sha}`, permission: ['contents', 'read'], handle: getTag },
  { method: 'GET', template: `${REPO}/git/commits/{commit_sha}`, permission: ['contents', 'read'], handle: getCommit },
]

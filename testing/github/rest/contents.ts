import { type Answer, json, restError } from '../exchange.ts'
import { parseTree } from '../git-objects.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl } from '../local-state.ts'
import type { RestCall, RestRoute } from './route.ts'

const entry = ({ state, repository }: RestCall, ref: string, path: string, sha: string, type: string, size: number) => {
  const name = fullName(repository)
  const url = `${apiUrl(state)}/repos/${name}/contents/${path}?ref=${encodeURIComponent(ref)}`
  const gitUrl = `${apiUrl(state)}/repos/${name}/git/${type === 'dir' ? 'trees' : 'blobs'}/${sha}`
  const htmlUrl = `${state.url}/${name}/${type === 'dir' ? 'tree' : 'blob'}/${ref}/${path}`
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha,
    size,
    type,
    url,
    html_url: htmlUrl,
    git_url: gitUrl,
    download_url: type === 'dir' ? null : `${state.url}/${name}/raw/${ref}/${path}`,
    _links: { self: url, git: gitUrl, html: htmlUrl },
  }
}

/** A branch or tag wins over an id, as everywhere at GitHub. */
const findCommit = async ({ repository }: RestCall, ref: string): Promise<string | null> => {
  for (const name of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]) {
    const found = await repository.objects.info(`${name}^{commit}`)
    if (found !== null) return found.oid
  }
  return null
}

const getContents = async (call: RestCall): Promise<Answer> => {
  const { repository, query } = call
  const path = (call.params.path ?? '').replace(/^\/+|\/+$/g, '')
  const ref = query.get('ref') ?? repository.defaultBranch
  const commit = await findCommit(call, ref)
  if (commit === null) return restError(404, `No commit found for the ref ${ref}`)
  const object = await repository.objects.read(`${commit}:${path}`)
  if (object === null) return restError(404, 'Not Found')
  if (object.type === 'blob')
    return json(200, {
      ...entry(call, ref, path, object.oid, 'file', object.size),
      content: object.body.toString('base64').replace(/.{60}/g, '$&\n'),
      encoding: 'base64',
    })
  const entries = parseTree(object.body).map(async ({ name, oid, type }) => {
    const size = type === 'blob' ? ((await repository.objects.info(oid))?.size ?? 0) : 0
    const kind = type === 'tree' ? 'dir' : type === 'blob' ? 'file' : 'submodule'
    return entry(call, ref, path === '' ? name : `${path}/${name}`, oid, kind, size)
  })
  return json(200, await Promise.all(entries))
}

export const contentRoutes: RestRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/contents/{path}',
    permission: ['contents', 'read'],
    handle: getContents,
  },
]

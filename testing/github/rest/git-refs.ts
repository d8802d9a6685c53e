import { createHash } from 'node:crypto'
import { type Answer, json, restError } from '../exchange.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl, nodeId } from '../local-state.ts'
import { isRefName, listRefs, type Ref, readRef, ZERO } from '../refs.ts'
import { type RefUpdate, type UpdateOutcome, updateRefs } from '../update-refs.ts'
import type { RestCall, RestRoute } from './route.ts'

const showRef = async ({ state, repository }: RestCall, { name, oid }: Ref) => {
  const api = `${apiUrl(state)}/repos/${fullName(repository)}/git`
  const type = (await repository.objects.info(oid))?.type ?? 'commit'
  return {
    ref: name,
    node_id: nodeId('Ref', `${repository.id}:${name}`),
    url: `${api}/${name}`,
    object: { sha: oid, type, url: `${api}/${type}s/${oid}` },
  }
}

const fullRef = ({ params }: RestCall): string => `refs/${params.ref}`

const getRef = async (call: RestCall): Promise<Answer> => {
  const name = fullRef(call)
  const oid = await readRef(call.repository, name)
  if (oid === null) return restError(404, 'Not Found')
  const etag = `"${createHash('sha256').update(`${name} ${oid}`).digest('hex')}"`
  const asked = String(call.request.headers['if-none-match'] ?? '')
  const same = asked.split(',').some((value) => value.trim().replace(/^W\//, '') === etag)
  if (same) return { status: 304, headers: { etag }, body: '' }
  return json(200, await showRef(call, { name, oid }), { etag })
}

const matchingRefs = async (call: RestCall): Promise<Answer> => {
  const found = await listRefs(call.repository, fullRef(call))
  return json(200, await Promise.all(found.map((ref) => showRef(call, ref))))
}

const DENIED = { 'x-accepted-github-permissions': 'contents=write; contents=write,workflows=write' }

const refuse = (outcome: Extract<UpdateOutcome, { kind: 'refused' }>): Answer => {
  // GitHub does not say here which file it is about: see mkb79/Audible#882.
  if (outcome.refusal === 'workflows') return restError(403, 'Resource not accessible by integration', DENIED)
  if (outcome.refusal === 'locked') return restError(422, 'Reference cannot be updated')
  return restError(422, outcome.message)
}

const move = async (call: RestCall, update: RefUpdate, done: () => Promise<Answer>): Promise<Answer> => {
  const outcome = await updateRefs(call.repository, call.token, [update])
  if (outcome.kind === 'refused') return refuse(outcome)
  call.state.refsMoved(call.repository, call.token, outcome.changes)
  return done()
}

const createRef = async (call: RestCall): Promise<Answer> => {
  const name = String(call.body.ref)
  const oid = String(call.body.sha)
  if (!isRefName(name)) return restError(422, `${name} is not a valid ref name.`)
  if ((await readRef(call.repository, name)) !== null) return restError(422, 'Reference already exists')
  const url = `${apiUrl(call.state)}/repos/${fullName(call.repository)}/git/${name}`
  return move(call, { name, before: ZERO, after: oid, force: false }, async () =>
    json(201, await showRef(call, { name, oid }), { location: url }),
  )
}

const updateRef = async (call: RestCall): Promise<Answer> => {
  const name = fullRef(call)
  const oid = String(call.body.sha)
  // 422 and not 404: openaustralia/morph#1306, rust-lang/bors#591.
  if ((await readRef(call.repository, name)) === null) return restError(422, 'Reference does not exist')
  return move(call, { name, before: null, after: oid, force: call.body.force === true }, async () =>
    json(200, await showRef(call, { name, oid })),
  )
}

const deleteRef = (call: RestCall): Promise<Answer> =>
  move(call, { name: fullRef(call), before: null, after: ZERO, force: true }, async () => ({
    status: 204,
    headers: {},
    body: '',
  }))

const REPO = '/repos/{owner}/{repo}'
const READ = ['contents', 'read'] as const
const WRITE = ['contents', 'write'] as const

export const gitRefRoutes: RestRoute[] = [
  // The description says nothing of 304, GitHub's page on conditional requests does.
  { method: 'GET', template: `${REPO}/git/ref/{ref}`, permission: READ, undescribed: [304], handle: getRef },
  { method: 'GET', template: `${REPO}/git/matching-refs/{ref}`, permission: READ, handle: matchingRefs },
  // 403 for a move that touches workflow files: mkb79/Audible#882.
  { method: 'POST', template: `${REPO}/git/refs`, permission: WRITE, undescribed: [403], handle: createRef },
  { method: 'PATCH', template: `${REPO}/git/refs/{ref}`, permission: WRITE, undescribed: [403], handle: updateRef },
  { method: 'DELETE', template: `${REPO}/git/refs/{ref}`, permission: WRITE, handle: deleteRef },
]

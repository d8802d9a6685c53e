import { expect, it, jest } from '@jest/globals'
import { encodePayload } from '../../src/ledger/record-payload.ts'
import { inWorld, withVersions } from './in-world.ts'
import { runReconcile } from './reconcile-runner.ts'
import { COMPONENT, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

const ENVIRONMENT = 'production/prompts/extraction'

type Forged = { version: string; commit: string; object: string; closing: [state: string, description: string] | null }

/** What a workflow with `deployments: write` and nothing else can do: post a record that looks like ours. */
async function forge(world: World, login: 'github-actions' | 'mallory', { closing, ...to }: Forged, target?: object) {
  const kind = login === 'mallory' ? 'user' : 'actions'
  const token = world.github.createToken({ kind, login, permissions: { deployments: 'write' } })
  const release = { component: COMPONENT, versioned: true, ...to }
  const url = `${world.github.apiUrl}/repos/octo/prompts/deployments`
  const post = async (to: string, body: object): Promise<{ id: number }> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) })
    if (response.status !== 201) throw new Error(await response.text())
    return (await response.json()) as { id: number }
  }
  const payload = encodePayload({
    ...{ kind: 'guard', component: COMPONENT, environment: 'production', to: release, from: null, actor: 'ada' },
    ...{
      target: target ? { ...release, ...target } : null,
      run: { id: 1, attempt: 1, url: 'https://example.com/run' },
    },
  })
  const { id } = await post(url, {
    ...{ ref: to.commit, task: 'tagback', environment: ENVIRONMENT, payload, auto_merge: false, required_contexts: [] },
  })
  if (closing === null) return
  const [state, description] = closing
  await post(`${url}/${id}/statuses`, { state, description, auto_inactive: false })
}

const GOOD: Forged['closing'] = ['success', 'kept (healthy): all well']

it.concurrent(
  'a forged record of a stranger is not read, and said',
  inWorld(async (world) => {
    await withVersions(world)
    const evil = await world.edgit.commit({ 'prompts/extraction.md': 'evil' }, 'evil', world.date())
    await world.push('main')
    await forge(world, 'mallory', { version: 'v0.9.0', commit: evil, object: evil, closing: GOOD })
    const result = await world.run(await world.moveProduction('v1.2.0'))
    expect(result.outputs).toMatchObject({ decision: 'rolled-back', 'target-version': 'v1.0.0' })
    expect(result.annotations.map(({ message }) => message).join('\n')).toContain('mallory')
  }),
)

it.concurrent(
  'a record forged by a workflow makes no commit a target that is not tagged as that version',
  inWorld(async (world) => {
    await withVersions(world)
    const evil = await world.edgit.commit({ 'prompts/extraction.md': 'evil' }, 'evil', world.date())
    await world.push('main')
    for (const version of ['v0.9.0', 'v1.1.0'])
      await forge(world, 'github-actions', { version, commit: evil, object: evil, closing: GOOD })
    const result = await world.run(await world.moveProduction('v1.2.0'))
    expect(result.outputs).toMatchObject({ decision: 'rolled-back', 'target-version': 'v1.0.0' })
    expect(world.service.file('prompt.md')).not.toContain('evil')
  }),
)

it.concurrent(
  'a forged record of a refused move does not point the tag at an object of its choice',
  inWorld(async (world) => {
    await withVersions(world)
    const evil = await world.edgit.commit({ 'prompts/extraction.md': 'evil' }, 'evil', world.date())
    await world.push('main')
    const push = await world.moveProduction('v1.1.0')
    const { after } = push.event.payload as { after: string }
    const closing: Forged['closing'] = ['error', 'held (move-refused): GitHub said no']
    const [commit = ''] = [push.sha]
    const target = { version: 'v0.9.0', commit: evil, object: evil }
    await forge(world, 'github-actions', { version: 'v1.1.0', commit, object: after, closing }, target)
    const result = await world.run(push, { inputs: UNWATCHED })
    expect(result.outputs).toMatchObject({ decision: 'held', reason: 'unfinished-move', tag: 'as-pushed' })
    expect(await world.production()).toBe(after)
  }),
)

it.concurrent.each([
  ['that the tag is to go back to', (evil: string) => ({ version: 'v1.0.0', commit: evil, object: evil })],
  [
    'under an object of its choice',
    (evil: string, good: string) => ({ version: 'v1.0.0', commit: good, object: evil }),
  ],
])('a forged record of a lost run deploys nothing %s', (_name, target) =>
  inWorld(async (world) => {
    await withVersions(world)
    const { sha: good } = await world.moveProduction('v1.0.0')
    const evil = await world.edgit.commit({ 'prompts/extraction.md': 'evil' }, 'evil', world.date())
    await world.push('main')
    const push = await world.moveProduction('v1.1.0')
    await world.run(push, { inputs: UNWATCHED })
    const { after } = push.event.payload as { after: string }
    const lost = { version: 'v1.1.0', commit: push.sha, object: after, closing: null }
    await forge(world, 'github-actions', lost, target(evil, good))
    const [first, forged] = world.repository.deployments
    if (!first || !forged) throw new Error('expected both records')
    ;[first.createdAt, forged.createdAt] = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z']
    const { result } = await runReconcile(world)
    expect(result.drifts).toMatchObject([{ drift: 'lost-run' }])
    expect(await world.production()).not.toBe(evil)
    expect(world.service.file('prompt.md')).not.toContain('evil')
  })(),
)

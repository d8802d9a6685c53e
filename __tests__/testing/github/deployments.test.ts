import type { getOctokit } from '@actions/github'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Fixture, startFixture, statusOf } from './local-fixture.ts'

const REPO = { owner: 'acme', repo: 'prompts' }

let fixture: Fixture
let octokit: ReturnType<typeof getOctokit>
beforeEach(async () => {
  fixture = await startFixture()
  octokit = fixture.octokit('actions')
})
afterEach(async () => {
  const { violations } = fixture.github
  await fixture.close()
  expect(violations).toEqual([])
})

const create = async (environment: string, task = 'deploy', more: object = {}): Promise<number> => {
  const ref = fixture.commits.one
  const fixed = { auto_merge: false, required_contexts: [], payload: { schema: 1, nested: [true] } as never }
  const { data } = await octokit.rest.repos.createDeployment({ ...REPO, ref, environment, task, ...fixed, ...more })
  if (!('id' in data)) throw new Error('no deployment')
  return data.id
}

const status = (deployment_id: number, state: 'in_progress' | 'success' | 'failure', more: object = {}) =>
  octokit.rest.repos.createDeploymentStatus({ ...REPO, deployment_id, state, ...more })

test('are listed by sha, task and environment, newest first and in pages', async () => {
  const a = await create('production/a')
  const b = await create('production/b', 'rollback')
  const c = await create('production/a')
  const ids = async (filter: object): Promise<number[]> =>
    (await octokit.rest.repos.listDeployments({ ...REPO, ...filter })).data.map(({ id }) => id)
  expect(await ids({})).toEqual([c, b, a])
  expect(await ids({ environment: 'production/a' })).toEqual([c, a])
  expect(await ids({ task: 'rollback', sha: fixture.commits.one })).toEqual([b])
  expect(await ids({ sha: fixture.commits.two })).toEqual([])
  expect(await ids({ per_page: 1, page: 2 })).toEqual([b])
  const all = await octokit.paginate(octokit.rest.repos.listDeployments, { ...REPO, per_page: 1 })
  expect(all.map(({ id }) => id)).toEqual([c, b, a])
  expect(fixture.repository.deployments.map(({ id }) => id)).toEqual([a, b, c])
})

test('come from GraphQL oldest first unless asked otherwise, by exact environment, with payload and statuses', async () => {
  await create('production/a', 'deploy', { description: 'first' })
  await create('production/ab')
  const c = await create('production/a', 'deploy', { description: 'second' })
  await status(c, 'in_progress', { log_url: 'http://log.example/1' })
  await status(c, 'success', { description: 'kept' })
  const ask = async (order: string) => {
    const fields = `payload commitOid task state description creator { login } latestStatus { state description }
      statuses(first: 5) { nodes { state logUrl } }`
    const query = `{ repository(owner: "acme", name: "prompts") {
      deployments(first: 5, environments: ["production/a"]${order}) { nodes { ${fields} } } } }`
    type Found = { repository: { deployments: { nodes: { description: string }[] } } }
    return (await octokit.graphql<Found>(query)).repository.deployments.nodes
  }
  expect((await ask('')).map(({ description }) => description)).toEqual(['first', 'second'])
  const [newest] = await ask(', orderBy: { field: CREATED_AT, direction: DESC }')
  expect(newest).toEqual({
    payload: '{"schema":1,"nested":[true]}',
    commitOid: fixture.commits.one,
    task: 'deploy',
    state: 'ACTIVE',
    description: 'second',
    creator: { login: 'github-actions' },
    latestStatus: { state: 'SUCCESS', description: 'kept' },
    statuses: {
      nodes: [
        { state: 'SUCCESS', logUrl: null },
        { state: 'IN_PROGRESS', logUrl: 'http://log.example/1' },
      ],
    },
  })
})

test('a success makes earlier successes inactive, but neither in production nor where it is told not to', async () => {
  const [first, second] = [await create('staging'), await create('staging')]
  await status(first, 'success')
  await status(second, 'success', { auto_inactive: false })
  await status(await create('staging'), 'success')
  const production = await create('production')
  await status(production, 'success')
  await status(await create('production'), 'success')
  const states = fixture.repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state))
  expect(states).toEqual([['success', 'inactive'], ['success', 'inactive'], ['success'], ['success'], ['success']])
})

test('a description of 141 characters is refused, one of 140 is not', async () => {
  const id = await create('staging')
  expect(await statusOf(status(id, 'failure', { description: 'x'.repeat(141) }))).toBe(422)
  expect(await statusOf(status(id, 'failure', { description: 'x'.repeat(140) }))).toBe(201)
  const { data } = await octokit.rest.repos.listDeploymentStatuses({ ...REPO, deployment_id: id })
  expect(data).toHaveLength(1)
})

test('unknown refs and deployments are refused', async () => {
  await expect(create('staging', 'deploy', { ref: 'nothing' })).rejects.toMatchObject({ status: 422 })
  expect(await statusOf(status(1, 'success'))).toBe(404)
})

test('issues are opened, commented on, closed and found by label', async () => {
  const { issues } = octokit.rest
  const { number } = (await issues.create({ ...REPO, title: 'held', body: 'why', labels: ['tagback'] })).data
  await issues.create({ ...REPO, title: 'other' })
  await issues.createComment({ ...REPO, issue_number: number, body: 'more' })
  const find = async (state: 'open' | 'all') =>
    (await issues.listForRepo({ ...REPO, labels: 'tagback', state })).data.map(({ title, comments }) => [
      title,
      comments,
    ])
  expect(await find('open')).toEqual([['held', 1]])
  await issues.update({ ...REPO, issue_number: number, state: 'closed' })
  expect(await find('open')).toEqual([])
  expect(await find('all')).toEqual([['held', 1]])
  expect(fixture.repository.issues[0]).toMatchObject({ state: 'closed', stateReason: 'completed' })
})

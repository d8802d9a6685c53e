import { afterEach, describe, expect, it } from '@jest/globals'
import { readScope } from '../../../src/flows/scope/read-scope.ts'
import { createRepository } from '../../../src/github/create-repository.ts'
import { createScopeReader } from '../../../src/github/create-scope-reader.ts'
import type { RecordPayload } from '../../../src/ledger/record.ts'
import type { Component } from '../../../src/tags/component.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from '../../github/repository-fixture.ts'

let fixture: Fixture
afterEach(() => fixture.close())

const scope = { prefixes: ['components'], components: [] as string[], environments: [] as string[] }
const component = (name: string): Component => ({
  ...{ id: `components/prompts/${name}`, prefix: 'components', type: 'prompts', name },
})
const read = async (more: Partial<typeof scope> = {}) => {
  const { address, token } = fixture
  return readScope(await createScopeReader({ address, token, fetch }), { ...scope, ...more })
}
const requests = () => fixture.github.requests.map(({ route, operation }) => operation ?? route)

const recordOf = (name: string, object: string): RecordPayload => {
  const release = { component: component(name).id, version: 'v1.1.0', versioned: true, object, commit: fixture.commit }
  return {
    ...{ kind: 'guard', component: component(name).id, environment: 'production', to: release },
    ...{ from: null, target: null, actor: 'ada', run: { id: 1, attempt: 1, url: 'https://github.com/o/r/1' } },
  }
}

describe('readScope', () => {
  it('asks for the objects of tags that no record knows, and for none that one does', async () => {
    fixture = await createFixture()
    const [place] = (await read()).places
    expect(requests()).toStrictEqual(['git-upload-pack', 'TagbackLedgers', 'TagbackObjects'])
    expect(place).toMatchObject({
      ...{ environment: 'production', ref: PRODUCTION, tag: { object: fixture.after, peeled: fixture.commit } },
      wanted: { kind: 'release', release: { version: 'v1.1.0', object: fixture.after, commit: fixture.commit } },
      standing: { latest: null },
    })
    const id = await fixture.port.openRecord(component('extraction'), recordOf('extraction', fixture.after))
    await fixture.port.closeRecord(id, { decision: 'kept', reason: 'healthy', sentence: 'good' })
    fixture.github.clearRequests()
    expect((await read()).places).toMatchObject([
      { wanted: { release: { version: 'v1.1.0' } }, standing: { live: { object: fixture.after } } },
    ])
    expect(requests()).toStrictEqual(['git-upload-pack', 'TagbackLedgers'])
    expect(fixture.github.violations).toStrictEqual([])
  })

  it('knows every shape of a tag, whether its object has to be read or not', async () => {
    fixture = await createFixture()
    const { edgit, push, commit } = fixture
    const date = '2026-11-20T10:00:00Z'
    await edgit.setEnvironmentToCommit(COMPONENT, 'on-commit', commit, date)
    await edgit.setEnvironmentLightweight(COMPONENT, 'light', commit)
    await edgit.setEnvironmentToVersionObject(COMPONENT, 'on-version', 'v1.0.0')
    await edgit.setEnvironmentToEnvironment(COMPONENT, 'on-environment', 'production', date)
    await push('--tags')
    const { places } = await read()
    expect(places.map(({ environment, wanted }) => [environment, wanted])).toMatchObject([
      ['light', { release: { version: 'v1.1.0', object: commit } }],
      ['on-commit', { release: { version: 'v1.1.0', commit } }],
      ['on-environment', { release: { version: 'v1.1.0', commit } }],
      ['on-version', { release: { version: 'v1.0.0', object: fixture.v1 } }],
      ['production', { release: { version: 'v1.1.0', object: fixture.after } }],
    ])
    expect(places[0]?.versionTags.map(({ version }) => version)).toStrictEqual(['v1.0.0', 'v1.1.0'])
  })

  it('reads 120 ledgers by three requests, and asks for the configuration once', async () => {
    fixture = await createFixture()
    const names = Array.from({ length: 119 }, (_, index) => `other-${String(index).padStart(3, '0')}`)
    await fixture.edgit.commit(
      { '.github/tagback.yml': 'defaults:\n  deploy: none\n' },
      'feat: file',
      '2026-11-20T10:00:00Z',
    )
    await fixture.push('main')
    for (const name of names)
      await fixture.edgit.setEnvironmentLightweight(component(name).id, 'production', fixture.commit)
    await fixture.push('--tags')
    for (const name of ['other-003', 'other-117'])
      await fixture.port.openRecord(component(name), recordOf(name, fixture.commit))
    fixture.github.clearRequests()
    const { places, config } = await read()
    expect(requests().sort()).toStrictEqual([
      'TagbackLedgers',
      'TagbackLedgers',
      'TagbackLedgers',
      'TagbackObjects',
      'git-upload-pack',
    ])
    expect(config).toMatchObject({ file: '.github/tagback.yml', text: 'defaults:\n  deploy: none\n' })
    const recorded = places.filter(({ standing }) => standing.latest !== null)
    expect(recorded.map(({ component }) => component.name)).toStrictEqual(['other-003', 'other-117'])
    expect(places).toHaveLength(120)
    expect(fixture.github.violations).toStrictEqual([])
  })

  it('keeps to its scope, and finds places whose tag was deleted', async () => {
    fixture = await createFixture()
    await fixture.edgit.setEnvironmentLightweight('components/agents/desk', 'staging', fixture.commit)
    await fixture.push('--tags')
    const found = async (more: Partial<typeof scope>) =>
      (await read(more)).places.map(
        ({ component, environment, tag }) => `${component.name} ${environment} ${tag !== null}`,
      )
    expect(await found({})).toStrictEqual([
      'desk production false',
      'desk staging true',
      'extraction production true',
      'extraction staging false',
    ])
    expect(await found({ components: ['prompts/*'] })).toStrictEqual(['extraction production true'])
    expect(await found({ components: ['components/agents/desk'], environments: ['st*'] })).toStrictEqual([
      'desk staging true',
    ])
    await fixture.push(`:${PRODUCTION}`)
    expect(await found({ components: ['prompts/*'], environments: ['production'] })).toStrictEqual([
      'extraction production false',
    ])
  })

  it('believes the records of accepted authors alone, and says whose it does not', async () => {
    fixture = await createFixture()
    const mallory = fixture.github.createToken({
      kind: 'user',
      login: 'mallory',
      permissions: { deployments: 'write', contents: 'read' },
    })
    const theirs = await createRepositoryAs(mallory)
    await theirs.openRecord(component('extraction'), recordOf('extraction', fixture.after))
    expect((await read()).places).toMatchObject([{ standing: { records: [] }, strangers: ['mallory'] }])
  })

  it('says why GitHub cannot be read', async () => {
    fixture = await createFixture()
    const token = fixture.github.createToken({ kind: 'actions', permissions: { contents: 'read' } })
    const reader = await createScopeReader({ address: fixture.address, token, fetch })
    await expect(readScope(reader, scope)).rejects.toThrow('deployments: write')
  })
})

async function createRepositoryAs(token: string) {
  return createRepository({ address: fixture.address, token, fetch, logUrl: 'https://github.com/o/r/1' })
}

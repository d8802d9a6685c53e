import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Client, createClient } from '../../src/github/client.ts'
import { readMessages } from '../../src/github/read-messages.ts'
import { readObjects } from '../../src/github/read-objects.ts'
import { readTaggers } from '../../src/github/read-taggers.ts'
import { COMPONENT, createFixture, type Fixture } from './repository-fixture.ts'

const GONE = 'f'.repeat(40)

let fixture: Fixture
let client: Client
beforeEach(async () => {
  fixture = await createFixture()
  client = await createClient(fixture.address, fixture.token)
})
afterEach(async () => {
  const { violations } = fixture.github
  await fixture.close()
  expect(violations).toStrictEqual([])
})

describe('readEachObject', () => {
  it('follows tag objects to their commit, and leaves out what is gone', async () => {
    const { address, after, v11, commit } = fixture
    const objects = await readObjects(client, address, [after, GONE, commit])
    expect([...objects]).toStrictEqual([
      [
        after,
        {
          ...{ kind: 'tag', id: after, name: `${COMPONENT}/production` },
          target: { kind: 'tag', id: v11, name: `${COMPONENT}/v1.1.0`, target: { kind: 'commit', id: commit } },
        },
      ],
      [commit, { kind: 'commit', id: commit }],
    ])
  })

  it('reads who made a tag object; a commit is none', async () => {
    const { address, after, commit } = fixture
    expect([...(await readTaggers(client, address, [after, commit]))]).toStrictEqual([
      [after, { tag: `${COMPONENT}/production`, at: '2026-11-20T09:20:00Z', name: 'Ada Deployer', login: null }],
    ])
  })

  it('reads what an object and all that it leads to say, the outermost first', async () => {
    const { address, after } = fixture
    const messages = (await readMessages(client, address, [after])).get(after)
    expect(messages?.map((message) => message.trim())).toStrictEqual([
      ...['Set extraction to production', 'Release extraction v1.1.0', 'feat: v1.1'],
    ])
  })

  it('asks for fifty by one request, for each once, and for nothing by none', async () => {
    const { address, github, after } = fixture
    expect((await readObjects(client, address, [])).size).toBe(0)
    expect(github.requests).toStrictEqual([])
    const others = Array.from({ length: 60 }, (_, index) => index.toString(16).padStart(40, '0'))
    expect((await readObjects(client, address, [...others, after, after])).size).toBe(1)
    expect(github.requests.map(({ operation }) => operation)).toStrictEqual(['TagbackObjects', 'TagbackObjects'])
  })
})

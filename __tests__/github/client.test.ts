import { afterEach, expect, it } from '@jest/globals'
import { createClient } from '../../src/github/client.ts'
import { createFixture, type Fixture } from './repository-fixture.ts'

let fixture: Fixture
afterEach(() => fixture.close())

it('gives up a read that hangs, and repeats it', async () => {
  fixture = await createFixture()
  const client = await createClient(fixture.address, fixture.token, 1_000)
  let asked = 0
  const first = () => ++asked === 1
  fixture.github.inject({ match: first, fault: { kind: 'delay', ms: 3_000 } })
  const answer = await client.graphql<{ viewer: { login: string } }>('query Who { viewer { login } }')
  expect(answer.viewer.login).toBe('tagback[bot]')
  expect(asked).toBeGreaterThan(1)
}, 20_000)

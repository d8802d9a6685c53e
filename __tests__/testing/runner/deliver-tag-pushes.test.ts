import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { deliverTagPushes } from '../../../testing/runner/deliver-tag-pushes.ts'
import { COMPONENT, type Fixture, PRODUCTION, startFixture } from '../github/local-fixture.ts'

let fixture: Fixture
beforeEach(async () => {
  fixture = await startFixture()
})
afterEach(() => fixture.close())

const set = async (environment: string, version: string, minute: number): Promise<void> => {
  await fixture.edgit.setEnvironment(COMPONENT, environment, version, `2026-11-20T11:${minute}:00Z`)
  await fixture.push([`refs/tags/${COMPONENT}/${environment}`])
}

test('runs for each push of a tag, one after the other for a tag, and not for deletions or branches', async () => {
  const log: string[] = []
  let running = 0
  const delivery = deliverTagPushes(fixture.github, 'acme/prompts', async ({ ref, sha, event }) => {
    running += ref === PRODUCTION ? 1 : 0
    expect(running).toBeLessThanOrEqual(1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    log.push(`${ref.slice(ref.lastIndexOf('/') + 1)} ${sha} ${event.payload.created}`)
    running -= ref === PRODUCTION ? 1 : 0
  })
  await set('production', 'v1.0.0', 10)
  await set('production', 'v2.0.0', 11)
  await set('staging', 'v1.0.0', 12)
  await fixture.push([`:${PRODUCTION}`, 'main:refs/heads/copy'])
  await delivery.idle()
  const { one, two } = fixture.commits
  expect(log.sort()).toEqual([`production ${one} false`, `production ${two} false`, `staging ${one} true`].sort())
})

test('waits for the runs that a run sets off, and passes on what went wrong', async () => {
  const refs: string[] = []
  const delivery = deliverTagPushes(fixture.github, 'acme/prompts', async ({ ref }) => {
    refs.push(ref)
    if (ref === PRODUCTION) await set('staging', 'v1.0.0', 20)
    else throw new Error('the second run failed')
  })
  await set('production', 'v1.0.0', 21)
  await expect(delivery.idle()).rejects.toThrow('the second run failed')
  expect(refs).toEqual([PRODUCTION, `refs/tags/${COMPONENT}/staging`])
})

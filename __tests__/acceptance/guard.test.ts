import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createWorld, type World } from './world.ts'

jest.setTimeout(60_000)

let world: World
beforeEach(async () => {
  world = await createWorld()
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 1)
  await world.release('v1.2.0', 30)
  const first = await world.moveProduction('v1.0.0')
  const result = await world.run(first, {
    inputs: { metric: '', 'metric-url': '', errors: '', total: '', threshold: '' },
  })
  expect(result.outputs).toMatchObject({
    decision: 'kept',
    reason: 'unwatched',
    version: 'v1.0.0',
    'previous-version': '',
  })
})
afterEach(async () => {
  expect(world.github.violations).toStrictEqual([])
  await world.close()
})

describe('the committed bundle, for a real push to a real repository', () => {
  it('keeps a healthy version', async () => {
    const push = await world.moveProduction('v1.1.0')
    world.github.clearRequests()
    const result = await world.run(push)
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({
      ...{ decision: 'kept', reason: 'healthy', component: 'components/prompts/extraction', environment: 'production' },
      ...{ version: 'v1.1.0', 'previous-version': 'v1.0.0', 'target-version': 'v1.0.0', tag: 'as-pushed' },
    })
    expect(world.service.served()).toBe('v1.1.0')
    expect(world.records()).toStrictEqual(['Deploy v1.0.0: success', 'Deploy v1.1.0: success'])
    const requests = world.github.requests.filter(({ kind }) => kind === 'api')
    expect(requests.length).toBeLessThanOrEqual(6)
  })

  it('rolls back a bad version: the tag first, then the deploy, then the proof', async () => {
    await world.run(await world.moveProduction('v1.1.0'))
    const good = await world.production()
    const push = await world.moveProduction('v1.2.0')
    world.github.clearRequests()
    const result = await world.run(push)
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({
      ...{
        decision: 'rolled-back',
        version: 'v1.2.0',
        'previous-version': 'v1.1.0',
        'target-version': 'v1.1.0',
        tag: 'moved-back',
      },
    })
    expect(await world.production()).toBe(good)
    expect(world.service.served()).toBe('v1.1.0')
    expect(world.records().slice(1)).toStrictEqual([
      'Deploy v1.1.0: success',
      'Deploy v1.2.0: failure',
      'Rollback to v1.1.0: success',
    ])
    const requests = world.github.requests.filter(({ kind }) => kind === 'api')
    expect(requests.length).toBeLessThanOrEqual(10)
    const detail = JSON.parse(result.outputs.result ?? '') as {
      schemaVersion: number
      phases: { name: string }[]
      recovery: { verdict: string }
    }
    expect(detail).toMatchObject({ schemaVersion: 1, recovery: { verdict: 'healthy' } })
    expect(detail.phases.map(({ name }) => name)).toContain('tag moved back')
    expect(result.summary).toContain('rolled back from v1.2.0 to v1.1.0')
    expect(result.annotations.filter(({ level }) => level === 'error')).toHaveLength(1)
  })
})

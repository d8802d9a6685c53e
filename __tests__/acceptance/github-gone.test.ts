import { expect, it, jest } from '@jest/globals'
import { inWorld } from './in-world.ts'
import { UNWATCHED, type World } from './world.ts'

jest.setTimeout(120_000)

type Gone = Parameters<World['github']['inject']>[0]['fault']

it.concurrent.each<[string, Gone]>([
  ['cannot be reached at all', { kind: 'drop-before' }],
  ['does not take the expired token', { kind: 'status', status: 401 }],
])('GitHub %s once a bad release is out: the one before is deployed anyway, and the command is left', (_name, fault) =>
  inWorld(async (world) => {
    await world.release('v1.0.0', 0)
    await world.release('v1.1.0', 0)
    await world.moveProduction('v1.0.0')
    await world.run(await world.moveProduction('v1.1.0'), { inputs: UNWATCHED })
    await world.release('v1.2.0', 0, { broken: 'yes' })
    const push = await world.moveProduction('v1.2.0')
    const bad = await world.production()
    let gone = false
    const result = await world.run(push, {
      inputs: {
        ...UNWATCHED,
        'deploy-command': `echo begun; sleep 2\n${world.inputs['deploy-command']}`,
        'deploy-timeout': '20s',
      },
      onLine: (line) => {
        if (gone || !line.includes('begun')) return
        gone = true
        world.github.inject({ match: () => true, fault })
      },
    })
    expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'held', tag: 'not-moved-back' } })
    expect(result.outputs.sentence).toContain('v1.1.0 is deployed in production again')
    expect(world.service.served()).toBe('v1.1.0')
    expect(await world.production()).toBe(bad)
    expect(result.summary).toContain('git push --force-with-lease')
  })(),
)

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { snippetsOf } from '../docs/snippets.ts'
import { inActWorld } from './act-world.ts'

const CALLER =
  snippetsOf('docs/reusable-workflows.md').find(({ text }) => text.includes('workflows/reconcile.yml@v1'))?.text ?? ''

it(
  'reconciles by a schedule: takes over what is there, and finds and judges a move whose event was lost',
  inActWorld(CALLER, async (world) => {
    await world.release('v1.0.0', 0)
    await world.release('v1.1.0', 30)
    await world.moveProduction('v1.0.0')
    const before = await world.production()
    writeFileSync(join(world.serviceFolder, 'version'), 'v1.0.0')
    const [first] = await world.runSchedule()
    expect(first?.outputs['reconcile/reconcile/reconcile']).toMatchObject({ drifted: '1', repaired: '1', failed: '0' })
    expect(first?.exitCode).toBe(0)
    expect(world.service.deploys()).toStrictEqual([])
    expect(await world.runPush(await world.moveProduction('v1.1.0'))).toStrictEqual([])

    const [second] = await world.runSchedule()
    expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move', 'v1.0.0 for rollback'])
    expect(await world.production()).toBe(before)
    expect(
      Object.values(second?.summaries ?? {})
        .flat()
        .join(),
    ).toContain('prompts/extraction')
    expect(existsSync(join(world.artifacts, 'tagback-reconcile-1/result.json'))).toBe(true)
    expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.1.0: failure', 'Rollback to v1.0.0: success'])
  }),
)

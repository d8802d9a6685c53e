import { describe, expect, it, jest } from '@jest/globals'
import { inWorld, withVersions } from './in-world.ts'
import type { MetricsFault } from './service.ts'
import { UNWATCHED } from './world.ts'

jest.setTimeout(60_000)

/** The first answer arms the guard; what comes later is what the watch sees. */
const AFTER_ARMING = 2

describe('invariant 7: no data is not health, and not failure', () => {
  it.concurrent.each<[string, MetricsFault, Record<string, string>, Record<string, string>, number]>([
    ['no traffic, kept with a warning', 'idle', {}, { decision: 'kept', reason: 'inconclusive' }, 0],
    ['no series at all, held', 'empty', { 'on-inconclusive': 'hold' }, { decision: 'held', reason: 'inconclusive' }, 1],
    [
      'no traffic, rolled back',
      'idle',
      { 'on-inconclusive': 'roll-back' },
      { decision: 'rolled-back', reason: 'inconclusive', 'target-version': 'v1.0.0' },
      1,
    ],
    ['a source that goes away, held', 'down', {}, { decision: 'held', reason: 'unavailable' }, 1],
    ['a sign-in page with status 200, held', 'html', {}, { decision: 'held', reason: 'unavailable' }, 1],
    [
      'a source that goes away, kept',
      'down',
      { 'on-unavailable': 'keep' },
      { decision: 'kept', reason: 'unavailable' },
      0,
    ],
  ])('%s', (_name, fault, inputs, outputs, exitCode) =>
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      Object.assign(world.service.faults, { metrics: fault, metricsFrom: AFTER_ARMING })
      const result = await world.run(push, { inputs: { duration: '2s', ...inputs } })
      expect(result).toMatchObject({ exitCode, outputs })
      // Whatever was decided: nobody calls it good.
      const next = await world.run(await world.moveProduction('v1.0.0'), {
        inputs: { ...UNWATCHED, 'require-armed': 'refuse' },
      })
      const { target } = JSON.parse(next.outputs.result ?? '') as { target: { basis: string } | null }
      expect(target?.basis).not.toBe('known-good')
    })(),
  )

  it.concurrent(
    'extend: one more watch, in which an answer can still come',
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      Object.assign(world.service.faults, { metrics: 'down', metricsFrom: AFTER_ARMING })
      const result = await world.run(push, {
        inputs: { duration: '3s', 'on-unavailable': 'extend' },
        onLine: (line) => {
          if (line.includes('watching once more')) world.service.faults.metrics = null
        },
      })
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'healthy' } })
    }),
  )
})

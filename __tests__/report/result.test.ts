import { expect, it } from '@jest/globals'
import type { Measurement } from '../../src/analysis/measurement.ts'
import { resultOf } from '../../src/report/result.ts'
import { poll, rolledBack } from './outcomes.ts'

const written = (outcome = rolledBack()) => JSON.parse(JSON.stringify(resultOf(outcome)))

it('is JSON with everything that the run found, in a schema with a number', () => {
  expect(written()).toMatchObject({
    ...{ schemaVersion: 1, decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back', actor: 'ada' },
    ...{ from: { version: 'v1.0.0' }, to: { version: 'v2.0.0' }, target: { version: 'v1.0.0', basis: 'known-good' } },
    recovery: { verdict: 'healthy', measurements: [{ t: 2, errors: 0, total: 100 }] },
    measurements: [
      { t: 5, errors: 3, total: 100 },
      { t: 10, errors: 42, total: 200 },
    ],
  })
  expect(written().timeline[5]).toStrictEqual({ at: '2026-11-20T09:00:14.120Z', event: 'tag-moved-back' })
  expect(written().phases[4]).toStrictEqual({ name: 'tag moved back', seconds: 0.12 })
})

it.each<[Measurement, Record<string, unknown>]>([
  [
    { kind: 'rate', at: 5, rate: 0.2 },
    { t: 5, rate: 0.2 },
  ],
  [
    { kind: 'nothing', at: 5, what: 'no-traffic', detail: 'x' },
    { t: 5, errors: 0, total: 0 },
  ],
  [
    { kind: 'nothing', at: 5, what: 'empty', detail: 'x' },
    { t: 5, nothing: 'empty' },
  ],
  [
    { kind: 'unavailable', at: 5, what: 'timeout', detail: 'x' },
    { t: 5, unavailable: 'timeout' },
  ],
])('writes %j so that it can be judged again', (measurement, expected) => {
  const { assessment } = poll(5, 0, 1)
  expect(written(rolledBack({ polls: [{ at: 5, measurement, assessment }] })).measurements).toStrictEqual([expected])
})

it('has null where there is nothing, and says how many polls it left out', () => {
  const nothing = written(rolledBack({ move: null, target: null, assessment: null, recovery: null, polls: [] }))
  expect(nothing).toMatchObject({ component: null, from: null, to: null, target: null, verdict: null, recovery: null })
  const long = rolledBack({ polls: Array.from({ length: 1_500 }, (_, index) => poll(index + 1, 0, 100)) })
  expect(written(long).pollsLeftOut).toBe(500)
  expect(written(long).measurements).toHaveLength(1_000)
  expect(written(long).measurements.at(-1)).toMatchObject({ t: 1_500 })
})

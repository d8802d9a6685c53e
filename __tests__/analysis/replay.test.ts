import { describe, expect, it } from '@jest/globals'
import type { Policy } from '../../src/analysis/policy.ts'
import { replayLine } from '../../src/analysis/replay.ts'
import { readPolicy } from '../../src/config/read-policy.ts'
import { defaults, steady } from './policies.ts'

const line = (measurements: unknown, id: unknown = 'a') => JSON.stringify({ id, measurements })

describe('replay', () => {
  it('judges as a watch would have', () => {
    const measurements = steady(defaults, 10, () => 1).map((poll) => {
      const { at, errors, total } = poll as { at: number; errors: number; total: number }
      return { t: at, errors, total }
    })
    expect(replayLine(defaults, line(measurements), 1)).toMatchObject({
      id: 'a',
      verdict: 'regressed',
      at: 20,
      reason: 'outage',
    })
  })

  it('takes every kind of measurement', () => {
    const kinds = [
      { t: 5, errors: 1, total: 50 },
      { t: 10, rate: 0.02 },
      { t: 15, unavailable: 'timeout' },
      { t: 20, errors: 0, total: 0, baseline: { errors: 3, total: 400 } },
      { t: 25, nothing: 'empty' },
    ]
    expect(replayLine(defaults, line(kinds), 1)).toMatchObject({ id: 'a', at: 25, measurements: 5 })
    const scores = [
      { t: 5, score: 0.99 },
      { t: 10, rate: 0.01 },
    ]
    expect(replayLine({ ...defaults, reads: 'score' }, line(scores), 1)).toMatchObject({ at: 10, measurements: 2 })
  })

  it.each([
    [{}, { score: 0.9 }, 'the policy reads error-rate, found a score'],
    [{ reads: 'limit' }, { score: 0.9 }, 'the policy reads limit, found a score'],
    [{ reads: 'score' }, { errors: 0, total: 9 }, 'the policy reads score, found counts'],
    [{ reads: 'limit' }, { rate: 0.5 }, 'expected a rate of 1 (beyond the limit) or 0, found 0.5'],
    [{ reads: 'limit' }, { rate: '1' }, 'found "1"'],
    [{ baseline: { tolerate: 0 } }, { rate: 0.1 }, 'compares counts with a baseline, found a rate'],
    [{ baseline: { tolerate: 0 } }, { errors: 0, total: 1 }, 'compares with a baseline, found no baseline counts'],
  ] as [Partial<Policy>, object, string][])('of a policy with %j, %j is in another unit', (change, fields, message) => {
    const read = () => replayLine({ ...defaults, ...change }, line([{ t: 5, ...fields }]), 1)
    expect(read).toThrow(`line 1, trace "a", measurement 1 (t = 5): `)
    expect(read).toThrow(message)
  })

  it('takes the metric of a result that it is asked for', () => {
    const fine = [{ t: 5, errors: 0, total: 30 }]
    const result = JSON.stringify({
      ...{ decidedBy: 'failures', measurements: [{ t: 5, errors: 30, total: 30 }] },
      otherMetrics: [{ name: 'slow', measurements: [...fine, { t: 10, errors: 0, total: 30 }] }],
    })
    expect(replayLine(defaults, result, 1, 'slow')).toMatchObject({ verdict: 'healthy', at: 10, measurements: 2 })
    expect(replayLine(defaults, result, 1, 'failures').measurements).toBe(1)
    expect(() => replayLine(defaults, result, 1, 'other')).toThrow(
      'line 1, trace "line 1": expected a metric called other, found failures, slow',
    )
  })

  it('takes the result of a run, and ignores what came after the watch', () => {
    const result = JSON.stringify({
      schemaVersion: 1,
      decision: 'kept',
      measurements: [
        { t: 5, errors: 0, total: 30 },
        { t: 601, errors: 9, total: 9 },
      ],
    })
    expect(replayLine(defaults, result, 7)).toMatchObject({ id: 'line 7', verdict: 'healthy', at: 5 })
  })

  it.each([
    ['{"id":', 'line 3: expected one JSON object a line'],
    ['[]', 'line 3: expected one JSON object a line, found []'],
    [line([], 5), 'line 3: id must be a string, found 5'],
    [line({}), 'line 3, trace "a": measurements must be an array, found {}'],
    [
      line([{ t: 5, errors: 3, total: 2 }]),
      'trace "a", measurement 1 (t = 5): errors must not exceed total, found 3 errors of 2 requests',
    ],
    [line([{ t: 5, errors: -1, total: 2 }]), 'measurement 1 (t = 5): errors must be a number, 0 or more, found -1'],
    [line([{ t: 5, rate: 2 }]), 'measurement 1 (t = 5): an error rate must be a ratio from 0 to 1, found 2'],
    [
      line([
        { t: 5, rate: 0 },
        { t: 5, rate: 0 },
      ]),
      'measurement 2 (t = 5): its time must be later than the one before it (5 s), found 5 s',
    ],
    [line([{ t: 5, rate: '1%' }]), 'measurement 1: rate must be a number, found "1%"'],
    [
      line([{ t: 5, errors: 1 }]),
      'expected errors and total (and baseline), rate, score, unavailable or nothing, found errors',
    ],
    [line([{ errors: 1, total: 2 }]), 'measurement 1: t must be a number of seconds'],
    [
      line([{ t: 5, errors: 0, total: 1, baseline: { errors: 2, total: 1 } }]),
      'baseline: errors must not exceed total',
    ],
  ])('%s', (text, message) => {
    expect(() => replayLine(defaults, text, 3)).toThrow(message)
  })
})

describe('the policy file', () => {
  it('has the settings and defaults of the action', () => {
    expect(readPolicy('threshold: 1%', 'p.yml')).toEqual(defaults)
    expect(readPolicy('{"threshold": 0.02, "duration": "4m", "interval": 10}', 'p.json')).toEqual({
      ...defaults,
      ...{ threshold: 0.02, duration: 240, minDuration: 240, interval: 10 },
    })
  })

  it.each([
    ['{}', 'p.yml: threshold: expected a value such as 1%, found none'],
    ['threshold: 1', 'p.yml: threshold: expected a rate with a unit'],
    ['treshold: 1%', 'p.yml: treshold: expected one of threshold, '],
    ['{threshold: 1%, duration: 5}', 'ok'],
    ['{threshold: 1%, duration: ten}', 'p.yml: duration: expected a duration with units'],
    ['{threshold: 1%, reads: latency}', 'p.yml: reads: expected error-rate, score or limit'],
    ['[]', 'p.yml: expected settings such as'],
    ['{threshold: 1%', 'p.yml: expected YAML or JSON: Flow map'],
    ['{threshold: 1%, threshold: 2%}', 'p.yml: expected YAML or JSON: Map keys must be unique'],
    ['{threshold: 1%, interval: 0s}', 'p.yml: interval: expected seconds, more than 0, found 0'],
    ['{threshold: 1%, min-duration: 20m}', 'p.yml: min-duration: expected at most duration (600 s), found 1200'],
    ['{threshold: 1%, rate-window: 0s}', 'p.yml: rate-window: expected seconds, more than 0, found 0'],
    ['{threshold: 1%, tolerate: -0.5}', 'p.yml: tolerate: expected a number of 0 or more, such as 0.2, found -0.5'],
    ['{threshold: 1%, tolerate: true}', 'p.yml: tolerate: expected a number'],
    ['{threshold: 1%, tolerate: .inf}', 'p.yml: tolerate: expected a number'],
    ['{threshold: 10%, tolerate: 0.2, reads: score}', 'p.yml: tolerate: only counts are compared with a baseline'],
  ])('%s', (text, message) => {
    const read = () => readPolicy(text, 'p.yml')
    if (message === 'ok') expect(read().duration).toBe(5)
    else expect(read).toThrow(message)
  })
})

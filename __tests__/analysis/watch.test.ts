import { describe, expect, it } from '@jest/globals'
import type { Measurement } from '../../src/analysis/measurement.ts'
import { assessWatch, beginWatch, concludeWatch, observeAll, type Watch } from '../../src/analysis/watch.ts'
import { defaults, steady } from './policies.ts'

type Series = Record<string, Measurement[]>

/** Every poll measures all metrics, until the watch has decided. */
function run(watch: Watch, series: Series): Watch {
  let current = watch
  for (let i = 0; i < 120; i += 1) {
    const poll = Object.entries(series).map(([name, measurements]) => [name, measurements[i] as Measurement] as const)
    current = observeAll(current, new Map(poll))
  }
  return current
}

const good = steady(defaults, 10, () => 0.001)
const bad = steady(defaults, 10, () => 0.2)
const silent = good.map(({ at }): Measurement => ({ kind: 'unavailable', at, what: 'timeout', detail: '' }))
const idle = steady(defaults, 0, () => 0)
const metrics = [
  { name: 'errors', policy: defaults },
  { name: 'timeouts', policy: defaults },
]

describe('several metrics', () => {
  it.each([
    ['one is bad', good, bad, 'regressed', 'timeouts'],
    ['both are bad', bad, bad, 'regressed', 'errors'],
    ['both are good', good, good, 'healthy', 'errors'],
    ['one does not answer', good, silent, 'unavailable', 'timeouts'],
    ['one has no traffic', good, idle, 'inconclusive', 'timeouts'],
    ['no answer comes before no traffic', idle, silent, 'unavailable', 'timeouts'],
  ] as const)('%s', (_, errors, timeouts, verdict, decidedBy) => {
    const end = concludeWatch(run(beginWatch(metrics), { errors: [...errors], timeouts: [...timeouts] }))
    expect(end).toMatchObject({ decidedBy, assessment: { verdict } })
  })

  it('share the risk out, so that more metrics are not more risk', () => {
    const risks = beginWatch(metrics).metrics.map(({ judgement }) => judgement.policy.falseRollbackRisk)
    expect(risks).toEqual([0.025, 0.025])
  })

  it('a metric that was healthy early can still regress while others need time', () => {
    const late = steady(defaults, 10, (at) => (at > 400 ? 0.3 : 0))
    const slow = steady(defaults, 0.2, () => 0)
    const before = run(beginWatch(metrics), { errors: late, timeouts: slow })
    expect(assessWatch(before)).toMatchObject({ decidedBy: 'errors', assessment: { verdict: 'regressed' } })
  })

  it('dry-run metrics are judged and never decide', () => {
    const watch = beginWatch([
      { name: 'errors', policy: defaults },
      { name: 'latency', policy: defaults, dryRun: true },
    ])
    const end = run(watch, { errors: good, latency: bad })
    expect(assessWatch(end)).toMatchObject({ decidedBy: 'errors', assessment: { verdict: 'healthy' } })
    expect(end.metrics[1]?.judgement.assessment.verdict).toBe('regressed')
    expect(end.metrics[0]?.judgement.policy.falseRollbackRisk).toBe(0.05)
  })

  it('says what it cannot do', () => {
    expect(() => beginWatch([{ name: 'a', policy: defaults, dryRun: true }])).toThrow('at least one metric must decide')
    expect(() => beginWatch([...metrics, ...metrics])).toThrow('two metrics are called "errors"')
    expect(() => observeAll(beginWatch(metrics), new Map([['cpu', good[0] as Measurement]]))).toThrow(
      'no metric is called "cpu"',
    )
  })
})

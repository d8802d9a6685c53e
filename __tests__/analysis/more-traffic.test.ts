import { describe, expect, it } from '@jest/globals'
import type { Measurement } from '../../src/analysis/measurement.ts'
import { hindranceOf, leastSeen, notHealthyBefore } from '../../src/analysis/more-traffic.ts'
import type { Policy } from '../../src/analysis/policy.ts'
import { assessWatch, beginWatch, concludeWatch, observeAll } from '../../src/analysis/watch.ts'

const POLICY: Policy = {
  ...{ threshold: 0.01, falseRollbackRisk: 0.05, noise: 0.5, ignoreBlips: 0, minimumRequests: 20 },
  ...{ interval: 5, minDuration: 0, duration: 600 },
}

type Seen = Partial<Record<'a' | 'b', Measurement>>

const counted = (at: number, errors: number, total = 100): Measurement => ({ kind: 'counts', at, errors, total })
const failed = (at: number): Measurement => ({ kind: 'unavailable', at, what: 'timeout', detail: 'slow' })

const watching = (polls: Seen[], more: Partial<Policy> = {}) =>
  polls.reduce(
    (watch, seen) => observeAll(watch, new Map(Object.entries(seen))),
    beginWatch([
      { name: 'a', policy: { ...POLICY, ...more } },
      { name: 'b', policy: { ...POLICY, ...more }, dryRun: true },
    ]),
  )

describe('what speaks against more traffic', () => {
  it.each<[string, Seen[], number, ReturnType<typeof hindranceOf>]>([
    ['nothing after good polls', [{ a: counted(5, 0) }], 0, null],
    ['no poll at all', [], 0, 'unanswered'],
    ['a last poll that was not answered', [{ a: counted(5, 0) }, { a: failed(10) }], 0, 'unanswered'],
    ['not one before that', [{ a: failed(5) }, { a: counted(10, 0) }], 0, null],
    ['nothing counted since the step', [{ a: counted(5, 0) }, { a: counted(10, 0, 0) }], 100, 'nothing-counted'],
    ['errors that look like a regression', [{ a: counted(5, 4) }], 0, 'leans-regressed'],
    ['not one that is only dry-run', [{ a: counted(5, 0), b: counted(5, 4) }], 0, null],
  ])('%s', (_what, polls, before, hindrance) => {
    const watch = watching(polls, { falseRollbackRisk: 0.0001 })
    expect(assessWatch(watch).assessment.verdict).toBe('undecided')
    expect(hindranceOf(watch, before)).toBe(hindrance)
  })

  it('counts what the metric has seen that saw least', () =>
    expect(leastSeen(watching([{ a: counted(5, 0) }, { a: counted(10, 0) }]))).toBe(200))
})

describe('a watch with steps', () => {
  const good = Array.from({ length: 12 }, (_, index) => ({ a: counted(5 * (index + 1), 0) }))

  it('calls nothing healthy before the last was watched', () => {
    expect(assessWatch(watching(good)).assessment.verdict).toBe('healthy')
    const held = good.reduce<ReturnType<typeof beginWatch>>(
      (watch, { a }) => observeAll(notHealthyBefore(watch, 300), new Map([['a', a]])),
      watching([]),
    )
    expect(assessWatch(held).assessment.verdict).toBe('undecided')
  })

  it('is inconclusive at its end when not all were taken, however good it looked', () => {
    const { assessment } = concludeWatch(watching(good, { minDuration: 600 }), true)
    expect(assessment).toMatchObject({ verdict: 'inconclusive', reason: 'steps-left' })
    expect(assessment.sentence).toContain('not all steps of the traffic were taken')
  })

  it('is regressed all the same', () => {
    const bad = good.map(({ a }) => ({ a: { ...a, errors: 30 } as Measurement }))
    expect(concludeWatch(watching(bad), true).assessment.verdict).toBe('regressed')
  })
})

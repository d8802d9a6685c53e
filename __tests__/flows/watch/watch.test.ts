import { describe, expect, it } from '@jest/globals'
import type { Policy } from '../../../src/analysis/policy.ts'
import type { Reading } from '../../../src/analysis/reading.ts'
import type { MetricSource, TagLook } from '../../../src/flows/ports.ts'
import type { Poll } from '../../../src/flows/progress.ts'
import { watch } from '../../../src/flows/watch/watch.ts'
import type { WatchedMetric } from '../../../src/flows/watch/watched-metric.ts'
import { createVirtualClock } from '../virtual-clock.ts'

const policy: Policy = {
  ...{ threshold: 0.01, falseRollbackRisk: 0.05, noise: 0.5, ignoreBlips: 0, minimumRequests: 20 },
  ...{ interval: 5, minDuration: 60, duration: 120 },
}
const watching = { interval: policy.interval, duration: policy.duration }
const HERE = 'a'.repeat(40)
const BEFORE = 'c'.repeat(40)
const metric = (read: MetricSource['read'], more: Partial<WatchedMetric> = {}): WatchedMetric => ({
  ...{ name: 'metric', dryRun: false, policy, source: { description: 'test', read } },
  ...more,
})
const counters = (errors: number, total: number): Reading => ({
  kind: 'counters',
  errors: new Map([['', errors]]),
  total: new Map([['', total]]),
})

/** `readings` and `looks` are told the seconds since the start. */
async function watched(
  readings: (at: number) => Reading,
  looks: (at: number) => TagLook = () => ({ kind: 'at', object: HERE }),
  times = { settle: 20, lag: 0 },
  /** Seconds that an answer takes which is asked for then. */
  takes: { look?: (at: number) => number; metric?: (at: number) => number } = {},
) {
  const { clock, finish, elapsed } = createVirtualClock()
  const windows: { since: number; until: number }[] = []
  const told: Poll[] = []
  const start = clock.now()
  const end = await finish(
    watch({
      ...{
        ...watching,
        ...times,
        ref: 'refs/tags/components/prompts/extraction/production',
        expected: HERE,
        lagging: BEFORE,
        clock,
        cancelled: new AbortController().signal,
      },
      metrics: [
        metric(async ({ since, until }) => {
          windows.push({ since: (since - start) / 1000, until: (until - start) / 1000 })
          await clock.sleep((takes.metric?.(elapsed()) ?? 0) * 1000)
          return readings(elapsed())
        }),
      ],
      warn: null,
      repository: {
        lookAtTag: async () => {
          await clock.sleep((takes.look?.(elapsed()) ?? 0) * 1000)
          return looks(elapsed())
        },
      },
      tell: (progress) => {
        if (progress.kind === 'poll') told.push(progress.poll)
      },
    }),
  )
  return { end, windows, told, elapsed: elapsed() }
}

describe('watch', () => {
  it('ends healthy when nothing is wrong, not before min-duration', async () => {
    const { end, elapsed } = await watched((at) => counters(0, at * 500))
    expect(end).toMatchObject({ kind: 'judged', conclusion: { verdict: 'healthy' } })
    expect(elapsed).toBeGreaterThanOrEqual(60)
    expect(elapsed).toBeLessThanOrEqual(120)
  })

  it('ends regressed long before the watch is over', async () => {
    const { end, elapsed } = await watched((at) => counters(at * 50, at * 500))
    expect(end).toMatchObject({ kind: 'judged', conclusion: { verdict: 'regressed' } })
    expect(elapsed).toBeLessThan(60)
  })

  it('does not judge the settle time', async () => {
    const { end, windows } = await watched((at) => counters(Math.min(at, 18) * 400, at * 500))
    expect(end).toMatchObject({ kind: 'judged', conclusion: { verdict: 'healthy' } })
    expect(windows[0]).toStrictEqual({ since: 20, until: 20 })
  })

  it('asks for what was known `lag` ago', async () => {
    const { windows } = await watched((at) => counters(0, at * 500), undefined, { settle: 20, lag: 15 })
    expect(windows[0]).toStrictEqual({ since: 20, until: 20 })
    expect(windows[1]).toStrictEqual({ since: 20, until: 25 })
  })

  it('asks for disjoint windows, which bridge what was not answered', async () => {
    const { windows } = await watched((at) =>
      at === 30 || at === 35
        ? { kind: 'unavailable', what: 'timeout', detail: 'slow' }
        : { kind: 'window', errors: 0, total: 2500 },
    )
    expect(windows.slice(1, 5)).toStrictEqual([
      { since: 20, until: 25 },
      { since: 25, until: 30 },
      { since: 25, until: 35 },
      { since: 25, until: 40 },
    ])
  })

  it.each<[string, Reading, string]>([
    ['a source that never answers', { kind: 'unavailable', what: 'timeout', detail: 'no answer' }, 'unavailable'],
    ['an answer with nothing in it', { kind: 'nothing', what: 'empty', detail: 'no series' }, 'inconclusive'],
    ['no traffic', counters(7, 7000), 'inconclusive'],
  ])('invariant 7: %s is neither health nor failure', async (_name, reading, verdict) => {
    const { end } = await watched(() => reading)
    expect(end).toMatchObject({ kind: 'judged', conclusion: { verdict } })
  })

  it('invariant 1: stands down within one interval when somebody moves the tag, also while it settles', async () => {
    const moved: TagLook = { kind: 'at', object: 'b'.repeat(40) }
    for (const at of [10, 45]) {
      const { end, elapsed } = await watched(
        (now) => counters(now * 50, now * 5000),
        (now) => (now >= at ? moved : { kind: 'at', object: HERE }),
      )
      expect(end).toMatchObject({ kind: 'tag-moved', look: moved })
      expect(elapsed).toBeLessThanOrEqual(at + policy.interval)
    }
  })

  it('takes what the tag held before for a lagging answer at first, and for a move back later', async () => {
    const before: TagLook = { kind: 'at', object: BEFORE }
    const here: TagLook = { kind: 'at', object: HERE }
    const lagged = await watched(
      (at) => counters(0, at * 500),
      (at) => (at <= 5 ? before : here),
    )
    expect(lagged.end).toMatchObject({ kind: 'judged', conclusion: { verdict: 'healthy' } })
    const movedBack = await watched(
      (at) => counters(0, at * 500),
      () => before,
    )
    expect(movedBack.end).toMatchObject({ kind: 'tag-moved', look: before })
  })

  it('goes on when a look at the tag fails', async () => {
    const { end } = await watched(
      (at) => counters(0, at * 500),
      () => ({ kind: 'unknown', detail: '502' }),
    )
    expect(end).toMatchObject({ kind: 'judged', conclusion: { verdict: 'healthy' } })
  })

  it('measures on beside a look that hangs, and does not wait for it when the release is bad', async () => {
    const { end, elapsed } = await watched((at) => counters(at * 50, at * 500), undefined, undefined, {
      look: () => Number.POSITIVE_INFINITY,
    })
    expect(end).toMatchObject({ kind: 'judged', conclusion: { verdict: 'regressed' } })
    expect(elapsed).toBeLessThan(60)
  })

  it('invariant 1: stands down as soon as a slow look is answered, also while a metric hangs', async () => {
    const moved: TagLook = { kind: 'at', object: 'b'.repeat(40) }
    const { end, elapsed } = await watched(
      (at) => counters(0, at * 500),
      (at) => (at >= 30 ? moved : { kind: 'at', object: HERE }),
      undefined,
      { look: (at) => (at === 25 ? 12 : 0), metric: (at) => (at >= 30 ? 60 : 0) },
    )
    expect(end).toMatchObject({ kind: 'tag-moved', look: moved })
    expect(elapsed).toBe(37)
  })

  it('invariant 1: calls nothing good before the look that is under way was answered', async () => {
    const moved: TagLook = { kind: 'at', object: 'b'.repeat(40) }
    const { end } = await watched(
      (at) => counters(0, at * 500),
      (at) => (at > 58 ? moved : { kind: 'at', object: HERE }),
      undefined,
      { look: (at) => (at === 55 ? 100 : 0) },
    )
    expect(end).toMatchObject({ kind: 'tag-moved', look: moved })
  })

  it.each([3, 7.5, 11, 12.46])(
    'leaves out the polls that one of %s s overran, and never polls twice at once',
    async (took) => {
      const { clock, finish, elapsed } = createVirtualClock()
      const polls: Poll[] = []
      let reads = 0
      const end = await finish(
        watch({
          ...{
            ...watching,
            cancelled: new AbortController().signal,
            settle: 0,
            lag: 0,
            ref: 'refs/tags/c/p/e/production',
            expected: HERE,
            lagging: BEFORE,
            clock,
          },
          metrics: [
            metric(async () => {
              reads += 1
              if (reads % 2 === 0) await clock.sleep(took * 1000)
              return reads % 2 === 0
                ? { kind: 'unavailable', what: 'timeout', detail: 'slow' }
                : counters(0, elapsed() * 500)
            }),
          ],
          warn: null,
          repository: { lookAtTag: async () => ({ kind: 'at', object: HERE }) },
          tell: (progress) => {
            if (progress.kind === 'poll') polls.push(progress.poll)
          },
        }),
      )
      expect(end.kind).toBe('judged')
      const gaps = polls.slice(1).map(({ at }, index) => at - (polls[index]?.at ?? 0))
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(policy.interval / 2)
    },
  )
})

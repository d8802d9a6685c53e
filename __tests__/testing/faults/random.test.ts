import { describe, expect, it, jest } from '@jest/globals'
import { checkHistories } from '../../../testing/faults/check-histories.ts'
import { checkRandom } from '../../../testing/faults/random/check-random.ts'
import { playScript } from '../../../testing/faults/random/play-script.ts'
import { EVERYTHING, type Repertoire, type Script } from '../../../testing/faults/random/script.ts'

jest.setTimeout(120_000)

/** Guards one after the other, as their group keeps them. */
const IN_TURN: Repertoire = {
  acts: ['push', 'stale-clone', 'by-hand'],
  told: ['at-once', 'late', 'twice'],
  faults: ['lost-before', 'lag'],
  rings: ['none'],
}
/** Guards that are cancelled or killed, with a post step after them. */
const INTERRUPTED: Repertoire = { ...IN_TURN, acts: ['push', 'by-hand', 'cancel', 'crash'], faults: ['lag'] }
/** Machines that go away, events that never come, and reconcile in between and at the end. */
const LOST: Repertoire = {
  acts: ['push', 'by-hand', 'lose-runs', 'reconcile'],
  told: ['at-once', 'late', 'never'],
  faults: ['lag'],
  rings: ['none'],
}

it('hundreds of random histories of everything break nothing', async () => {
  const result = await checkRandom({ seed: 7, runs: 600, repertoire: EVERYTHING })
  expect(result).toStrictEqual({ kind: 'passed', histories: 600 })
})

/** People who put back by hand while guards are at work. */
const RESTORED: Repertoire = { ...IN_TURN, acts: ['push', 'by-hand', 'second-guard', 'restore'] }

it.each(Object.entries({ IN_TURN, INTERRUPTED, LOST, RESTORED }))(
  'hundreds of random histories break nothing: %s',
  async (_, repertoire) => {
    expect(await checkRandom({ seed: 1, runs: 400, repertoire })).toStrictEqual({
      kind: 'passed',
      histories: 400,
    })
  },
)

describe('negative controls: what is broken on purpose is found out, in a history of few acts', () => {
  it('moving tags by force', async () => {
    const result = await checkRandom({ seed: 1, runs: 500, repertoire: IN_TURN, sabotage: 'blind-force' })
    if (result.kind === 'passed') throw new Error('Nothing was found')
    expect(result.violations.map(({ rule }) => rule)).toContain('compare-and-swap')
    expect(result.script.acts.length).toBeLessThanOrEqual(2)
  })

  it('sending a write again whose answer was lost', async () => {
    const repertoire: Repertoire = { ...IN_TURN, faults: ['lost-after'] }
    const result = await checkRandom({ seed: 1, runs: 500, repertoire, sabotage: 'write-retries' })
    if (result.kind === 'passed') throw new Error('Nothing was found')
    expect(result.violations.map(({ rule }) => rule)).toContain('recorded-once')
    expect(result.script.acts.length).toBeLessThanOrEqual(2)
  })
})

it('two stale clones at once do not hand the tag to each other, when moves by Tagback start runs', async () => {
  const push = { kind: 'push', environment: 'production', version: 'v2', told: 'at-once' } as const
  const stale = { kind: 'stale-clone', back: 3 } as const
  const histories = await playScript({
    acts: [
      { ...push, wait: 100 },
      { ...push, wait: 100 },
      { ...push, wait: 100 },
      { ...stale, wait: 20 },
      { ...stale, wait: 3 },
    ],
    ...{ faults: [], deploys: [{ seconds: 16, fails: false }], app: true, rings: 'none' },
  })
  expect(checkHistories(histories)).toStrictEqual([])
  expect(histories[0]?.end.served).toBe('v1.0.0')
})

describe('what random histories once found', () => {
  const push = { kind: 'push', environment: 'production', told: 'at-once' } as const
  const hand = { kind: 'by-hand', environment: 'production' } as const
  const [calm, slow] = [
    { seconds: 1, fails: false },
    { seconds: 14, fails: false },
  ]

  it.each<[string, Script]>([
    [
      'a run that is killed while rings go back together',
      {
        acts: [
          { ...push, wait: 0, version: 'v5', told: 'late' },
          { kind: 'crash', wait: 139 },
        ],
        ...{ faults: [], deploys: [calm], app: false, rings: 'roll-back-all' },
      },
    ],
    [
      'a run that is killed between two rings',
      {
        acts: [
          { ...push, wait: 0, version: 'v5', told: 'late' },
          { kind: 'crash', wait: 100 },
          { ...hand, wait: 0, version: 'v1' },
        ],
        ...{ faults: [], deploys: [{ seconds: 8, fails: false }, calm], app: false, rings: 'stop' },
      },
    ],
    [
      'a deploy that was waited for, and a move meanwhile whose second look is lost',
      {
        acts: [
          { kind: 'reconcile', wait: 0 },
          { ...push, wait: 0, version: 'v5', told: 'never' },
          { kind: 'restore', wait: 0 },
          { ...push, wait: 5, version: 'v1' },
          { ...push, wait: 3, version: 'v1' },
          { kind: 'restore', wait: 0 },
        ],
        faults: [{ run: 4, call: 6, kind: 'lost-before' }],
        ...{ deploys: [slow, calm], app: true, rings: 'stop' },
      },
    ],
    [
      'a ring that was put onto the same object again before it goes back with another',
      {
        acts: [
          { ...hand, wait: 0, version: 'v5' },
          { kind: 'restore', wait: 97 },
          { kind: 'restore', wait: 0 },
          { ...hand, wait: 2, version: 'v3' },
        ],
        ...{ faults: [], deploys: [{ seconds: 2, fails: false }], app: false, rings: 'roll-back-all' },
      },
    ],
  ])('is right now: %s', async (_, script) => {
    expect(checkHistories(await playScript(script))).toStrictEqual([])
  })
})

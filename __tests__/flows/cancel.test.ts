import { describe, expect, it } from '@jest/globals'
import type { RunPhase } from '../../src/flows/finish/run-state.ts'
import { record, release } from '../ledger/records.ts'
import { AFTER, BEFORE, runGuardIn } from './guard-world.ts'

const healthy = () => 0
const PHASES: RunPhase[] = ['reading', 'arming', 'recorded', 'deploying', 'watching', 'closing', 'done']

describe('what is saved', () => {
  it('is every step of a healthy guard, before it is begun', async () => {
    const { saved } = await runGuardIn({ errorRate: healthy })
    expect(saved).toStrictEqual(PHASES)
  })

  it('is every step of a rollback, before it is begun', async () => {
    const { saved } = await runGuardIn({})
    expect(saved.slice(4)).toStrictEqual(['watching', 'moving-back', 'redeploying', 'verifying', 'closing', 'done'])
  })
})

it('gives the command that moves the tag to what is live, where a cancelled run may not move it there itself', async () => {
  const { outcome } = await runGuardIn({ cancelAt: 'arming', records: [record(release('v3'), ['kept', 'unwatched'])] })
  expect(outcome.nextSteps).toStrictEqual([expect.stringContaining(`'${release('v3').object}:refs/tags/`)])
})

describe('cancelled', () => {
  const ended = async (world: Parameters<typeof runGuardIn>[0]) => {
    const run = await runGuardIn(world)
    return { ...run, end: `${run.outcome.decision} (${run.outcome.reason})`, last: run.saved.at(-1) }
  }

  it.each<[string, Parameters<typeof runGuardIn>[0], object]>([
    [
      'while it reads: nothing is changed',
      { cancelAt: 'reading' },
      { end: 'refused (cancelled)', tag: AFTER, last: 'reading', journal: [] },
    ],
    [
      'while it arms: the tag goes back',
      { cancelAt: 'arming' },
      { end: 'rolled-back (cancelled)', tag: BEFORE, last: 'done', journal: ['move tag 2e to 1e'] },
    ],
    [
      'on record, where a rollback would go elsewhere than back: the tag stays, because nothing else is served',
      {
        cancelAt: 'recorded',
        records: [
          record({ ...release('v1'), object: BEFORE }, ['kept', 'unwatched']),
          record(release('v3'), ['kept', 'healthy']),
        ],
        state: { versionTags: [release('v1'), release('v2'), release('v3')] },
      },
      { end: 'refused (cancelled)', tag: AFTER, last: 'done', warnings: [] },
    ],
    [
      'while it arms, where what the tag held before was never deployed: it does not go back to that',
      { cancelAt: 'arming', records: [record(release('v3'), ['kept', 'unwatched'])] },
      { end: 'refused (cancelled)', tag: AFTER, last: 'done' },
    ],
    [
      'while it arms, where what the tag held before had passed once, but is not what is live',
      {
        cancelAt: 'arming',
        records: [record(release('v3'), ['kept', 'unwatched']), record(release('v1'), ['kept', 'healthy'])],
      },
      { end: 'refused (cancelled)', tag: AFTER, last: 'done' },
    ],
    [
      'on record, and GitHub refuses the move: v2 is not on record as what is live',
      { cancelAt: 'recorded', move: () => ({ kind: 'refused', detail: 'no' }) },
      { end: 'refused (cancelled)', tag: AFTER, last: 'done', told: [] },
    ],
    [
      'while it arms, where a reconcile had found the tag already: it goes back to what is served',
      {
        cancelAt: 'arming',
        records: [
          record({ ...release('v2'), object: AFTER }, ['kept', 'adopted'], { kind: 'adoption' }),
          record({ ...release('v1'), object: BEFORE }, ['kept', 'unwatched']),
        ],
      },
      { end: 'rolled-back (cancelled)', tag: BEFORE, last: 'done' },
    ],
    [
      'while it arms, leave',
      { cancelAt: 'arming', settings: { 'on-cancel': 'leave' } },
      { end: 'refused (cancelled)', tag: AFTER, last: 'done', journal: [] },
    ],
    [
      'while it arms, with nothing to go back to',
      { cancelAt: 'arming', first: true },
      { end: 'refused (cancelled)', tag: AFTER, journal: [] },
    ],
    [
      'on record, not deployed: the tag goes back, and the record is closed',
      { cancelAt: 'recorded' },
      {
        ...{ end: 'rolled-back (cancelled)', tag: BEFORE, last: 'done' },
        journal: [
          'open guard v2.0.0',
          'compare v1.0.0 with v2.0.0',
          'move tag 2e to 1e',
          'close 1 rolled-back (cancelled)',
        ],
      },
    ],
    [
      'in the deploy: the tag goes back, the rest is left to the post step',
      { cancelAt: 'deploying' },
      { end: 'held (unfinished)', tag: BEFORE, last: 'redeploying' },
    ],
    [
      'in the watch',
      { cancelAfter: 20, errorRate: healthy },
      { end: 'held (unfinished)', tag: BEFORE, last: 'redeploying', elapsed: 20 },
    ],
    [
      'in the watch, keep',
      { cancelAfter: 20, errorRate: healthy, settings: { 'on-cancel': 'keep' } },
      { end: 'kept (cancelled)', tag: AFTER, last: 'done' },
    ],
    [
      'in the watch, leave',
      { cancelAfter: 20, errorRate: healthy, settings: { 'on-cancel': 'leave' } },
      { end: 'held (cancelled)', tag: AFTER, last: 'done' },
    ],
    [
      'in the watch of observe mode',
      { cancelAfter: 20, errorRate: healthy, settings: { 'on-regressed': 'report' } },
      { end: 'held (cancelled)', tag: AFTER },
    ],
    [
      'in the watch of a first deploy',
      { cancelAfter: 20, errorRate: healthy, first: true },
      { end: 'held (cancelled)', tag: AFTER },
    ],
    [
      'when the verdict is there',
      { cancelAt: 'moving-back' },
      { end: 'held (unfinished)', tag: BEFORE, last: 'redeploying' },
    ],
    ['in the redeploy', { cancelAt: 'redeploying' }, { end: 'held (unfinished)', tag: BEFORE, last: 'redeploying' }],
    [
      'when the watch has passed: closed as usual',
      { cancelAt: 'closing', errorRate: healthy },
      { end: 'kept (healthy)', tag: AFTER, last: 'done' },
    ],
  ])('%s', async (_name, world, expected) => {
    expect(await ended(world)).toMatchObject(expected)
  })

  it('deploys nothing after it was cancelled, and leaves the records open for whoever finishes', async () => {
    const { journal, outcome } = await ended({ cancelAfter: 20, errorRate: healthy })
    expect(journal).toStrictEqual([
      ...['open guard v2.0.0', 'compare v1.0.0 with v2.0.0', 'deploy v2.0.0 (move)', 'move tag 2e to 1e'],
    ])
    expect(outcome.tag).toBe('moved-back')
  })

  it('in the watch after a rollback: ended, said not to be proven, and closed', async () => {
    const { outcome, journal, last } = await ended({
      // The rollback begins within the first half minute.
      ...{ cancelAfter: 50, settings: { 'verify-duration': '5m' } },
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold' })
    expect(outcome.sentence).toContain('not proven')
    expect(journal.slice(-2)).toStrictEqual(['close 2 kept (unproven)', 'close 1 rolled-back (above-threshold)'])
    expect(last).toBe('done')
  })

  it('waits for no answer of a metric or a service that hangs', async () => {
    let looks = 0
    const { elapsed, last } = await ended({
      cancelAfter: 20,
      errorRate: healthy,
      repository: {
        lookAtTag: () =>
          ++looks === 1 ? Promise.resolve({ kind: 'at', object: AFTER }) : new Promise(() => undefined),
      },
      settings: { 'on-cancel': 'keep' },
    })
    expect([elapsed, last]).toStrictEqual([20, 'done'])
  })
})

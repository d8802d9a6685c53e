import { describe, expect, it } from '@jest/globals'
import type { RunState } from '../../../src/flows/finish/run-state.ts'
import type { TagLook } from '../../../src/flows/ports.ts'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { record, release } from '../../ledger/records.ts'
import { AFTER, BEFORE, ELSEWHERE, finishGuardIn, runGuardIn, type World } from '../guard-world.ts'

const run = { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' }
/** As edgit tags, and as a guard of v1 → v2 records it. */
const [v1, v2] = [
  { ...release('v1'), object: BEFORE },
  { ...release('v2'), object: AFTER },
]
const deploy = (more: Partial<DeployRecord> = {}): DeployRecord =>
  record(v2, null, { run, from: v1, target: v1, ...more })
const rollback = (): DeployRecord => record(v1, null, { run, kind: 'rollback', from: v2 })
const cause = { reason: 'above-threshold', sentence: 'Too many errors' } as const
const healthy = () => 0

type Left = Partial<RunState> & Pick<RunState, 'phase'>

const finished = async (left: Left, world: World = {}) => {
  const ended = await finishGuardIn({ records: [deploy()], errorRate: healthy, ...world }, left)
  const { outcome } = ended
  return { ...ended, end: outcome && `${outcome.decision} (${outcome.reason})` }
}

const BACK = ['move tag 2e to 1e', 'open rollback v1.0.0', 'deploy v1.0.0 (rollback)']
const CLOSED = (reason: string) => ['close 2 kept (healthy)', `close 1 rolled-back (${reason})`]

describe('invariant 8: the post step of a run that was killed', () => {
  it.each<[string, Left, World, object]>([
    ['while it read: nothing', { phase: 'reading' }, {}, { end: null, journal: [], tag: AFTER }],
    [
      'while it armed: the tag goes back',
      { phase: 'arming' },
      { records: [] },
      {
        ...{ end: 'rolled-back (cancelled)', journal: ['move tag 2e to 1e'], tag: BEFORE },
        told: ['open rolled-back', 'notify incident rolled-back 8'],
      },
    ],
    [
      'on record, not deployed: the tag goes back, and nothing is deployed',
      { phase: 'recorded' },
      {},
      {
        end: 'rolled-back (cancelled)',
        journal: ['move tag 2e to 1e', 'close 1 rolled-back (cancelled)'],
        tag: BEFORE,
      },
    ],
    [
      'in the deploy',
      { phase: 'deploying' },
      {},
      { end: 'rolled-back (cancelled)', journal: [...BACK, ...CLOSED('cancelled')], served: 'v1.0.0' },
    ],
    [
      'in the watch, keep',
      { phase: 'watching' },
      { settings: { 'on-cancel': 'keep' } },
      { end: 'kept (cancelled)', journal: ['close 1 kept (cancelled)'], tag: AFTER },
    ],
    [
      'before the move back, keep: the verdict counts',
      { phase: 'moving-back', cause },
      { settings: { 'on-cancel': 'keep' } },
      { end: 'rolled-back (above-threshold)', journal: [...BACK, ...CLOSED('above-threshold')] },
    ],
    [
      'between the move of the tag and the redeploy',
      { phase: 'moving-back', cause },
      { tag: BEFORE },
      { end: 'rolled-back (above-threshold)', journal: [...BACK.slice(1), ...CLOSED('above-threshold')] },
    ],
    [
      'in the proof: nothing is deployed twice',
      { phase: 'verifying', cause },
      {
        tag: BEFORE,
        records: [rollback(), deploy()],
      },
      { end: 'rolled-back (above-threshold)', journal: CLOSED('above-threshold') },
    ],
    [
      'before the closing status',
      { phase: 'closing', ending: { decision: 'kept', reason: 'healthy', sentence: 'all well' } },
      {},
      { end: 'kept (healthy)', journal: ['close 1 kept (healthy)'], tag: AFTER },
    ],
    [
      'when somebody has moved the tag on',
      { phase: 'watching' },
      { tag: ELSEWHERE },
      { end: 'stood-down (tag-moved)', journal: ['close 1 stood-down (tag-moved)'], tag: ELSEWHERE },
    ],
    [
      'with a target that git knows nothing of: nothing is moved or deployed',
      { phase: 'moving-back', cause },
      { records: [deploy({ target: { ...v1, object: ELSEWHERE, commit: 'f'.repeat(40) } })] },
      { end: 'held (no-target)', journal: ['close 1 held (no-target)'], tag: AFTER },
    ],
  ])('%s', async (_name, left, world, expected) => expect(await finished(left, world)).toMatchObject(expected))

  it('keeps what was kept when GitHub shows its record as open still', async () => {
    const ending = { decision: 'kept', reason: 'healthy', sentence: 'all well' } as const
    const kept = await finished({ phase: 'done', ending })
    expect(kept).toMatchObject({ end: 'kept (healthy)', journal: ['close 1 kept (healthy)'], tag: AFTER })
  })

  it('says where the tag is when a finished rollback has only to be closed', async () => {
    const ending = { decision: 'rolled-back', reason: 'above-threshold', sentence: 'v2.0.0 is left' } as const
    const world = { tag: BEFORE, records: [rollback(), deploy()] }
    const { outcome, journal } = await finished({ phase: 'closing', cause, ending }, world)
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-back' })
    expect(journal).toStrictEqual(['close 2 kept (unproven)', 'close 1 rolled-back (above-threshold)'])
  })

  it('closes both records of a rollback, when the first was opened without an answer', async () => {
    const numbered = ['first', 'second'].map((node) => ({ ...rollback(), node }))
    const { end, journal } = await finished(
      { phase: 'redeploying', cause },
      {
        ...{ tag: BEFORE, records: [...numbered, deploy()] },
        repository: { recordIdOf: async (_component, { node }) => ({ first: 3, second: 2 })[node] ?? 1 },
      },
    )
    expect(end).toBe('rolled-back (above-threshold)')
    expect(journal).toStrictEqual([
      ...['deploy v1.0.0 (rollback)', 'close 3 kept (healthy)', 'close 2 kept (healthy)'],
      'close 1 rolled-back (above-threshold)',
    ])
  })

  it('tells people what main could not tell any more, once', async () => {
    const ending = { decision: 'held', reason: 'no-target', sentence: 'Too many errors' } as const
    const closed = deploy({ closed: { decision: 'held', reason: 'no-target', at: '2026-11-20T09:10:00Z' } })
    const untold = await finished({ phase: 'done', ending }, { records: [closed] })
    expect(untold).toMatchObject({
      end: 'held (no-target)',
      journal: [],
      told: ['open held', 'notify incident held 8'],
    })
    const told = await finished({ phase: 'done', ending, told: true }, { records: [closed] })
    expect(told).toMatchObject({ end: null, told: [] })
    const unclosed = await finished({ phase: 'closing', ending, told: true })
    expect(unclosed).toMatchObject({ journal: ['close 1 held (no-target)'], told: [] })
  })

  it('fails when GitHub does not show the record, rather than to say nothing', async () => {
    await expect(finished({ phase: 'watching' }, { records: [] })).rejects.toThrow('does not show the record')
  })

  it('is finished by a second post step when the first ran out of time', async () => {
    const first = await finished({ phase: 'watching' }, { cancelAt: 'redeploying' })
    expect(first).toMatchObject({ end: 'held (unfinished)', tag: BEFORE, told: [] })
    expect(first.outcome?.sentence).toContain('reconcile')
  })
})

describe('a re-run of a run that was killed', () => {
  it('between the move of the tag and the redeploy deploys what the tag says', async () => {
    const { outcome, journal, served } = await runGuardIn({ tag: BEFORE, records: [deploy()], errorRate: healthy })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'cancelled' })
    expect(journal).toStrictEqual([...BACK.slice(1), ...CLOSED('cancelled')])
    expect(served).toBe('v1.0.0')
  })

  it('in the redeploy goes on with it on a record of its own, and closes both', async () => {
    const records = [rollback(), deploy()]
    const { journal } = await runGuardIn({ tag: BEFORE, records, errorRate: healthy })
    const [own, closed] = [['open rollback v1.0.0', 'deploy v1.0.0 (rollback)'], CLOSED('cancelled')]
    expect(journal).toStrictEqual([...own, closed[0], 'close 3 kept (healthy)', closed[1]])
  })

  it('in the watch follows the move anew, and closes the old record', async () => {
    const { outcome, journal } = await runGuardIn({ records: [deploy()], errorRate: healthy })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
    expect(journal.slice(0, 2)).toStrictEqual(['close 1 stood-down (taken-up)', 'open guard v2.0.0'])
  })
})

it('takes what a reconcile had found before the run began for no deploy', async () => {
  const other = { id: 7, attempt: 1, url: 'https://github.com/o/r/actions/runs/7' }
  const found = record(v2, ['kept', 'adopted'], { run: other, kind: 'adoption', from: v1 })
  const records = [deploy(), found, record(v1, ['kept', 'unwatched'], { run: other })]
  expect(await finished({ phase: 'recorded' }, { records })).toMatchObject({
    end: 'rolled-back (cancelled)',
    tag: BEFORE,
  })
})

describe('the post step of a run that was killed while it moved the tag of a stale clone back', () => {
  const other = { id: 7, attempt: 1, url: 'https://github.com/o/r/actions/runs/7' }
  const judged = record(v2, ['rolled-back', 'above-threshold'], { run: other, from: v1, target: v1 })
  const back = record(v1, ['kept', 'healthy'], { run: other, kind: 'rollback', from: v2 })
  const ending = { decision: 'rolled-back', reason: 'stale-clone', sentence: 'It was moved back' } as const
  const left = { phase: 'screened', ending } as const
  const records = [back, judged]
  const told = ['open rolled-back', 'notify incident rolled-back 8']

  it('moves it when that had not been done', async () => {
    const done = await finished(left, { records })
    expect(done).toMatchObject({ end: 'rolled-back (stale-clone)', journal: ['move tag 2e to 1e'], tag: BEFORE, told })
  })

  it('knows that it was moved although that was not answered, a look at it neither, and the next one lags', async () => {
    const looks: TagLook[] = [
      { kind: 'unknown', detail: 'ECONNRESET' },
      { kind: 'at', object: AFTER },
    ]
    const lookAtTag = async () => looks.shift() ?? ({ kind: 'at', object: BEFORE } as const)
    const move = () => ({ kind: 'unreachable', detail: 'ECONNRESET' }) as const
    const { outcome } = await finished(left, { records, move, repository: { lookAtTag } })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'stale-clone', tag: 'moved-back' })
  })

  it('says so and tells people when it had', async () => {
    const { outcome, ...done } = await finished(left, { records, tag: BEFORE })
    expect(done).toMatchObject({ end: 'rolled-back (stale-clone)', journal: [], told })
    expect(outcome).toMatchObject({
      sentence: 'It was moved back',
      tag: 'moved-back',
      move: { to: { version: 'v2.0.0' } },
    })
  })

  it('says that somebody else has moved it when it is elsewhere, and tells nobody of an end that is not', async () => {
    const versionTags = [v1, v2, release('v3')].map(({ version, object, commit }) => ({ version, object, commit }))
    const { outcome, ...done } = await finished(left, { records, tag: ELSEWHERE, state: { versionTags } })
    expect(done).toMatchObject({ end: 'stood-down (tag-moved)', journal: [], told: [] })
    expect(outcome).toMatchObject({
      sentence: 'The tag was moved to v3.0.0 while v2.0.0 was on its way back: the later move counts',
      tag: 'moved-by-another',
    })
  })

  it('has nothing to do when people were told, or the tag is gone', async () => {
    expect(await finished({ ...left, told: true }, { records, tag: BEFORE })).toMatchObject({ end: null, told: [] })
    expect(await finished(left, { records, state: { tag: null } })).toMatchObject({ end: null, told: [] })
  })
})

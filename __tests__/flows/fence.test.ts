import { describe, expect, it } from '@jest/globals'
import type { MoveResult } from '../../src/flows/ports.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { record, release } from '../ledger/records.ts'
import { AFTER, BEFORE, ELSEWHERE, runGuardIn } from './guard-world.ts'

const healthy = () => 0
const createdAt = '2026-11-20T02:46:00Z'
const RUN = { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' }
const v3 = { ...release('v3'), object: ELSEWHERE }
const own = record(release('v2'), null, { run: RUN, createdAt })
const deploysOf = (journal: string[]) => journal.filter((line) => line.startsWith('deploy'))

describe('invariant 10: before its deploy a guard', () => {
  const other = record(v3, null, { createdAt })
  const untilClosed = (seconds: number) => (elapsed: number) =>
    elapsed < seconds
      ? [other]
      : [{ ...other, closed: { decision: 'stood-down', reason: 'tag-moved', at: '' } } as DeployRecord]

  it('waits until the deploy of another run is over', async () => {
    const { outcome, elapsed } = await runGuardIn({ errorRate: healthy, recordsAt: untilClosed(42) })
    expect(outcome.decision).toBe('kept')
    const started = outcome.timeline.find(({ event }) => event === 'deploy-started')?.at ?? 0
    expect((started - (outcome.timeline[0]?.at ?? 0)) / 1000).toBe(45)
    expect(elapsed).toBeGreaterThan(45)
  })

  it('waits no longer than a deploy may take and a minute, and says so', async () => {
    const { outcome, warnings } = await runGuardIn({
      errorRate: healthy,
      recordsAt: () => [other],
      settings: { 'deploy-timeout': '2m' },
    })
    const started = outcome.timeline.find(({ event }) => event === 'deploy-started')?.at ?? 0
    expect((started - (outcome.timeline[0]?.at ?? 0)) / 1000).toBe(180)
    expect(warnings.join()).toContain('should have ended by now')
  })

  it('stands down when its tag is moved on while it waits', async () => {
    const { outcome, journal } = await runGuardIn({ recordsAt: () => [other], movedAway: 20 })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
    expect(deploysOf(journal)).toStrictEqual([])
  })

  it('waits no longer when it is cancelled', async () => {
    const { outcome, journal, elapsed } = await runGuardIn({ recordsAt: () => [other], cancelAfter: 20 })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'cancelled' })
    expect([elapsed, deploysOf(journal)]).toStrictEqual([20, []])
  })

  it('does not wait for a run that was lost', async () => {
    const lost = { ...other, createdAt: '2026-11-19T20:00:00Z' }
    const { outcome } = await runGuardIn({ errorRate: healthy, recordsAt: () => [lost] })
    expect(outcome.timeline[2]?.at).toBe(outcome.timeline[0]?.at)
  })
})

describe('two runs in the same moment: a guard', () => {
  const same = record({ ...release('v2'), object: AFTER }, null, { createdAt, node: 'DE_same' })
  const ended = { ...same, closed: { decision: 'kept', reason: 'healthy', at: '' } } as DeployRecord

  it.each<[string, (nth: number) => DeployRecord[] | null]>([
    ['whose record is older', () => [same]],
    ['that is only shown by the second answer', (nth) => (nth === 1 ? null : [same])],
    ['that has ended meanwhile', () => [ended]],
  ])('leaves the very same move to a run %s', async (_name, older) => {
    const { outcome, journal } = await runGuardIn({ errorRate: healthy, older })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'guarded-elsewhere', tag: 'as-pushed' })
    expect(journal).toStrictEqual(['open guard v2.0.0', 'close 1 stood-down (guarded-elsewhere)'])
  })

  it('waits for another release whose record was opened after the first reading', async () => {
    const other = record(v3, null, { createdAt })
    const closed = { ...other, closed: { decision: 'stood-down', reason: 'tag-moved', at: '' } } as DeployRecord
    const { outcome } = await runGuardIn({
      ...{ errorRate: healthy, older: () => [other] },
      recordsAt: (at) => (at === 0 ? [] : at < 42 ? [other] : [closed]),
    })
    const started = outcome.timeline.find(({ event }) => event === 'deploy-started')?.at ?? 0
    expect((started - (outcome.timeline[0]?.at ?? 0)) / 1000).toBe(45)
  })

  it('waits for nobody whose record is younger', async () => {
    const other = record(v3, null, { createdAt })
    const { outcome } = await runGuardIn({ errorRate: healthy, recordsAt: (at) => (at === 0 ? [] : [other]) })
    expect(outcome.timeline[2]?.at).toBe(outcome.timeline[0]?.at)
  })
})

describe('invariant 10: overtaken after its deploy a guard', () => {
  const kept = record(v3, ['kept', 'unwatched'])

  it.each<[string, DeployRecord[], string[], string]>([
    ['leaves the later move to its run, which waits', [record(v3, null), own], [], 'waits for this run'],
    ['leaves a move that is not on record to its own run', [own], [], 'Its own run deploys'],
    ['deploys once more what had been deployed meanwhile', [kept, own], ['deploy v3.0.0 (move)'], 'deployed once more'],
  ])('%s', async (_name, records, more, said) => {
    const { outcome, journal } = await runGuardIn({
      errorRate: healthy,
      movedAway: 20,
      recordsAt: (at) => (at < 20 ? [] : records),
    })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' })
    expect(outcome.sentence).toContain(said)
    expect(deploysOf(journal)).toStrictEqual(['deploy v2.0.0 (move)', ...more])
  })

  it('is held when what the tag says now cannot be deployed', async () => {
    const { outcome } = await runGuardIn({
      ...{ errorRate: healthy, movedAway: 20, recordsAt: (at) => (at < 20 ? [] : [kept, own]) },
      deploy: (version) => (version === 'v3.0.0' ? { kind: 'failed', detail: 'exit code 1' } : { kind: 'deployed' }),
    })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'overtaken' })
    expect(outcome.sentence).toContain('v3.0.0, which it says now, is not known to be served')
    expect(outcome.nextSteps).toStrictEqual([expect.stringContaining(`git push origin '${ELSEWHERE}:refs/tags/`)])
  })

  it('says what is left when it learns of a move that is not on record after it has redeployed', async () => {
    const conflict = { after: 8, result: { kind: 'conflict' as const, ref: 'r', found: ELSEWHERE } }
    const { outcome } = await runGuardIn({
      ...{ deploy: (_version, nth) => (nth === 1 ? { kind: 'failed', detail: 'exit code 1' } : { kind: 'deployed' }) },
      ...{ move: () => conflict, movedAway: 6, recordsAt: (at) => (at < 5 ? [] : [own]) },
    })
    expect(outcome).toMatchObject({ decision: 'stood-down', tag: 'moved-by-another' })
    expect(outcome.sentence).toContain('when v1.0.0 had been deployed again')
    expect(outcome.nextSteps).toStrictEqual([expect.stringContaining(`git push origin '${ELSEWHERE}:refs/tags/`)])
  })

  it('deploys once more also when it learns of the move while it rolls back', async () => {
    const conflict = { after: 8, result: { kind: 'conflict' as const, ref: 'r', found: ELSEWHERE } }
    const { outcome, journal } = await runGuardIn({
      ...{ deploy: (_version, nth) => (nth === 1 ? { kind: 'failed', detail: 'exit code 1' } : { kind: 'deployed' }) },
      ...{ move: () => conflict, movedAway: 6, recordsAt: (at) => (at < 5 ? [] : [kept, own]) },
    })
    expect(outcome).toMatchObject({ decision: 'stood-down', tag: 'moved-by-another' })
    expect(deploysOf(journal)).toStrictEqual([
      'deploy v2.0.0 (move)',
      'deploy v1.0.0 (rollback)',
      'deploy v3.0.0 (move)',
    ])
  })
})

describe('a tag that GitHub does not show', () => {
  const looking = (looks: number) => {
    let asked = 0
    const lookAtTag = async () =>
      ++asked <= looks ? { kind: 'gone' as const } : { kind: 'at' as const, object: AFTER }
    return runGuardIn({ errorRate: healthy, repository: { lookAtTag } })
  }

  it('is looked for again before it is taken for deleted', async () => {
    const { outcome, journal } = await looking(2)
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
    expect(deploysOf(journal)).toStrictEqual(['deploy v2.0.0 (move)'])
  })

  it('is deleted when it is missing every time', async () => {
    const { outcome, journal } = await looking(Number.POSITIVE_INFINITY)
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
    expect(deploysOf(journal)).toStrictEqual([])
  })

  it('is read again before the run refuses', async () => {
    const { outcome } = await runGuardIn({ errorRate: healthy, lag: 2, lagging: null })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
  })
})

describe('a move back whose answer was lost', () => {
  /** The tag as it is seen, until the move has been asked for and so many looks later. */
  const landing = (looks: number, answer: MoveResult) => {
    let since = -1
    return {
      move: () => {
        since = Math.max(since, 0)
        return answer
      },
      repository: {
        lookAtTag: async () => ({ kind: 'at' as const, object: since >= 0 && since++ >= looks ? BEFORE : AFTER }),
      },
    }
  }

  it('is known as ours when the tag holds our target', async () => {
    const { outcome } = await runGuardIn(landing(0, { kind: 'conflict', ref: 'r', found: ELSEWHERE }))
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-back' })
  })

  it('is known as ours when it lands during the watch of the recovery', async () => {
    const { outcome } = await runGuardIn(landing(5, { kind: 'unreachable', detail: 'ECONNRESET' }))
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-back', nextSteps: [] })
  })
})

describe('invariant 1: somebody who moves the tag back to what it held before', () => {
  const unwatched = { metric: 'none' }
  const back = { movedTo: BEFORE, movedAway: 0 }

  it.each<[string, object]>([
    ['', {}],
    ['where nothing is watched', unwatched],
  ])('before the deploy is obeyed: nothing is deployed %s', async (_name, settings) => {
    const { outcome, journal } = await runGuardIn({ ...back, settings })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' })
    expect(deploysOf(journal)).toStrictEqual([])
  })

  it('while another deploy is waited for is obeyed', async () => {
    const other = record(v3, null, { createdAt })
    const { outcome, journal } = await runGuardIn({ recordsAt: () => [other], movedTo: BEFORE, movedAway: 20 })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
    expect(deploysOf(journal)).toStrictEqual([])
  })

  /** What the looks at the tag show, one after the other; the last one again and again. */
  const looking = (...seen: string[]) => {
    let looks = 0
    return {
      lookAtTag: async () => ({ kind: 'at' as const, object: seen[Math.min(looks++, seen.length - 1)] ?? AFTER }),
    }
  }

  it('during a deploy that nobody watches is obeyed', async () => {
    const { outcome } = await runGuardIn({ settings: unwatched, repository: looking(AFTER, BEFORE) })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
  })

  it('is told from an answer of a copy that lags', async () => {
    const { outcome } = await runGuardIn({ settings: unwatched, repository: looking(BEFORE, BEFORE, AFTER) })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'unwatched' })
  })
})

import { describe, expect, it } from '@jest/globals'
import type { Decision } from '../../src/ledger/decision.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { laterOf, unrecordedMove } from '../../src/ledger/unrecorded-move.ts'
import { record, release } from './records.ts'

/** v1 to v2, with v1 as the target, and how it ended. */
const older = (closed: [Decision, string] | null, more: Partial<DeployRecord> = {}): DeployRecord =>
  record(release('v2'), closed, { from: release('v1'), target: release('v1'), ...more })
const newerFrom = (name: string | null): DeployRecord =>
  record(release('v9'), null, { from: name === null ? null : release(name), createdAt: '2026-11-20T12:00:00Z' })
const moved = (one: DeployRecord, from: string | null): string | null =>
  unrecordedMove(one, laterOf(newerFrom(from)))?.to?.version ?? null

describe('unrecordedMove', () => {
  it.each<[string, [Decision, string] | null, string, string | null]>([
    ['kept, and left from there', ['kept', 'healthy'], 'v2', null],
    ['kept, the same version in an object made anew', ['kept', 'healthy'], "v2'", null],
    ['kept, but left from elsewhere', ['kept', 'healthy'], 'v3', 'v3.0.0'],
    ['rolled back, and left from its target', ['rolled-back', 'outage'], 'v1', null],
    ['rolled back, but left from the bad one', ['rolled-back', 'outage'], 'v2', 'v2.0.0'],
    ['held where it was', ['held', 'inconclusive'], 'v2', null],
    ['held, moved back or not', ['held', 'redeploy-failed'], 'v1', null],
    ['held by a refused move, but left from the target', ['held', 'move-refused'], 'v1', 'v1.0.0'],
    ['lost, before or after it moved back', null, 'v1', null],
    ['lost, and left from elsewhere', null, 'v3', 'v3.0.0'],
    ['stood down: somebody moved it, to anywhere', ['stood-down', 'tag-moved'], 'v3', null],
  ])('%s', (_what, closed, from, to) => expect(moved(older(closed), from)).toBe(to))

  it('knows where and between when', () => {
    expect(unrecordedMove(older(['kept', 'healthy']), laterOf(newerFrom('v3')))).toStrictEqual({
      ...{ component: 'components/prompts/extraction', environment: 'production' },
      ...{ from: release('v2'), to: release('v3') },
      ...{ after: '2026-11-20T09:00:00Z', before: '2026-11-20T12:00:00Z' },
    })
  })

  it('says nothing of a rollback by the run of its guard, nor of what came from nowhere', () => {
    const guard = older(null)
    const back = record(release('v1'), null, {
      ...{ kind: 'rollback', from: release('v2'), run: guard.run, createdAt: '2026-11-20T09:05:00Z' },
    })
    expect(unrecordedMove(guard, laterOf(back))).toBeNull()
    expect(moved(older(['kept', 'healthy']), null)).toBeNull()
  })

  it('does not know the order of what happened within one second', () => {
    const same = { ...newerFrom('v3'), createdAt: '2026-11-20T09:00:00Z' }
    expect(unrecordedMove(older(['kept', 'healthy']), laterOf(same))).toBeNull()
  })

  it('sees by the tag that it was moved, or deleted, since', () => {
    const now = (name: string | null) =>
      unrecordedMove(older(['kept', 'healthy']), {
        ...{ release: name === null ? null : release(name), at: null, run: null, kind: 'tag' },
      })
    expect(now('v2')).toBeNull()
    expect(now('v3')).toMatchObject({ to: { version: 'v3.0.0' }, before: null })
    expect(now(null)).toMatchObject({ from: { version: 'v2.0.0' }, to: null })
  })
})

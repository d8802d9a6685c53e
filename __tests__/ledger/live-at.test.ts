import { describe, expect, it } from '@jest/globals'
import type { Decision } from '../../src/ledger/decision.ts'
import { liveAt } from '../../src/ledger/live-at.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { record, release } from './records.ts'

const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`
const entry = (
  name: string,
  from: number,
  closed: [Decision, string, number] | null,
  more: Partial<DeployRecord> = {},
) =>
  record(release(name), closed && [closed[0], closed[1]], {
    ...{ createdAt: at(from), closed: closed && { decision: closed[0], reason: closed[1], at: at(closed[2]) } },
    ...more,
  })

const RECORDS = [
  entry('v5', 18, null),
  entry('v2', 15, ['kept', 'unproven', 16], { kind: 'rollback' }),
  entry('v3', 13, ['rolled-back', 'above-threshold', 15], { target: release('v2') }),
  entry('v4', 11, ['stood-down', 'tag-moved', 12]),
  entry('v2', 9, ['kept', 'healthy', 10], { from: release('v1') }),
]

describe('liveAt', () => {
  it.each([
    [10, 'v2.0.0'],
    [12, 'v2.0.0'],
    // While it was watched, users saw it.
    [14, 'v3.0.0'],
    [17, 'v2.0.0'],
    [20, 'v2.0.0'],
  ])('%i o’clock: %s', (hour, version) =>
    expect(liveAt(RECORDS, Date.parse(at(hour)))).toMatchObject({ kind: 'live', release: { version } }),
  )

  it('does not guess what was before the first record, but says what it took the place of', () =>
    expect(liveAt(RECORDS, Date.parse(at(8)))).toStrictEqual({
      ...{ kind: 'before-the-ledger', begins: at(9), from: release('v1') },
    }))

  it('knows nothing without records', () => expect(liveAt([], 0)).toStrictEqual({ kind: 'no-records' }))
})

import { describe, expect, it } from '@jest/globals'
import { readRecords } from '../../src/github/read-records.ts'
import { encodePayload, RECORD_TASK } from '../../src/ledger/record-payload.ts'
import { record, release } from '../ledger/records.ts'

const scope = { component: release('v1').component, environment: 'production', creators: ['github-actions'] }

const answered = (createdAt: string, run: number, attempt: number, kind: 'guard' | 'rollback') => ({
  ...{ id: `DE_${run}`, task: RECORD_TASK, createdAt, creator: { login: 'github-actions' }, latestStatus: null },
  payload: JSON.stringify(
    encodePayload(record(release('v1'), null, { kind, run: { id: run, attempt, url: 'https://github.com/o/r' } })),
  ),
})

describe('readRecords', () => {
  it('puts the newest first, also of those that were written within one second', () => {
    const [second, before] = ['2026-11-20T09:00:01Z', '2026-11-20T09:00:00Z']
    const { records } = readRecords(
      [
        answered(second, 7, 1, 'guard'),
        answered(before, 8, 1, 'guard'),
        answered(second, 7, 2, 'guard'),
        answered(second, 7, 2, 'rollback'),
        answered(second, 6, 1, 'rollback'),
      ],
      scope,
    )
    expect(records.map(({ run, kind }) => `${run.id}.${run.attempt} ${kind}`)).toStrictEqual([
      '7.2 rollback',
      '7.2 guard',
      '7.1 guard',
      '6.1 rollback',
      '8.1 guard',
    ])
  })
})

import { describe, expect, it } from '@jest/globals'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { ringGate } from '../../src/ledger/ring-gate.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

const gate = (own: DeployRecord[], before: DeployRecord[], tag: string | null = 'v1') =>
  ringGate(release('v2'), foldStanding(own), {
    ...{ environment: 'us', standing: foldStanding(before) },
    release: tag === null ? null : release(tag),
  })

describe('the gate of a ring', () => {
  it('lets in what has passed in the environment before, also where that has moved on since', () => {
    const passed = [record(release('v3'), null), record(release('v2'), ['kept', 'healthy'])]
    expect(gate([], passed, 'v3')).toStrictEqual({ kind: 'open' })
  })

  it.each<[string, DeployRecord[], string]>([
    ['was never there', [record(release('v1'), ['kept', 'healthy'])], 'it has not been there: us is on v1.0.0'],
    ['is in hand there', [record(release('v2'), null)], 'is at work on it there'],
    [
      'was kept there without a verdict',
      [record(release('v2'), ['kept', 'inconclusive'])],
      'ended there as kept (inconclusive)',
    ],
    ['was judged bad there', [record(release('v2'), ['rolled-back', 'outage'])], 'judged bad there (outage)'],
    [
      'was good there, and was judged bad since',
      [record(release('v2'), ['rolled-back', 'outage']), record(release('v2'), ['kept', 'healthy'])],
      'ended there as rolled-back (outage)',
    ],
  ])('is closed to what %s', (_what, before, missing) =>
    expect(gate([], before)).toMatchObject({ kind: 'closed', missing: expect.stringContaining(missing) }),
  )

  it.each<[string, DeployRecord[]]>([
    ['was kept here, with a verdict or without', [record(release('v2'), ['kept', 'inconclusive'])]],
    ['was found here by a reconcile', [record(release('v2'), ['kept', 'adopted'], { kind: 'adoption' })]],
    ['was here before there were records', [record(release('v3'), ['kept', 'healthy'], { from: release('v2') })]],
    [
      'was gone back to here',
      [
        record(release('v3'), ['rolled-back', 'outage'], { target: release('v2') }),
        record(release('v1'), ['kept', 'healthy']),
      ],
    ],
  ])('never holds up going back to what %s', (_what, own) =>
    expect(gate(own, [record(release('v1'), ['kept', 'healthy'])])).toStrictEqual({ kind: 'open' }),
  )

  it('is not opened by a tag that was refused here and left where it was', () => {
    const own = [
      record(release('v3'), ['kept', 'healthy'], { from: release('v2') }),
      record(release('v1'), ['kept', 'healthy']),
    ]
    expect(gate(own, [record(release('v1'), ['kept', 'healthy'])])).toMatchObject({ kind: 'closed' })
  })

  it('knows nothing where the environment before has neither tag nor record, or only the tag', () => {
    expect(gate([], [], null)).toMatchObject({ kind: 'unknown', why: 'us has no tag of it and no record' })
    expect(gate([], [], 'v2')).toMatchObject({ kind: 'unknown', why: expect.stringContaining('time without records') })
    expect(gate([], [], 'v1')).toMatchObject({ kind: 'closed' })
    expect(gate([], [record(release('v1'), ['rolled-back', 'outage'])], null)).toMatchObject({ kind: 'closed' })
  })
})

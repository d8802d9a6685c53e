import { describe, expect, it } from '@jest/globals'
import type { Tagger } from '../../../src/flows/history/history-ports.ts'
import { stateAt, witnessesOf } from '../../../src/flows/history/state-at.ts'
import type { ReadPlace } from '../../../src/flows/scope/read-scope.ts'
import { foldStanding } from '../../../src/ledger/standing.ts'
import { record, release } from '../../ledger/records.ts'

const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`
const kept = (name: string, hour: number, from: string | null) =>
  record(release(name), ['kept', 'healthy'], {
    ...{ createdAt: at(hour), from: from === null ? null : release(from) },
    closed: { decision: 'kept', reason: 'healthy', at: at(hour + 1) },
  })

/** v2 was kept at 9; somebody moved the tag to v3; from there it went to v4 at 15. */
const RECORDS = [kept('v4', 15, 'v3'), kept('v2', 9, 'v1')]
const COMPONENT = 'components/prompts/extraction'
const PLACE: ReadPlace = {
  component: { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' },
  ...{ environment: 'production', ref: `refs/tags/${COMPONENT}/production`, strangers: [], versionTags: [] },
  tag: { ref: `refs/tags/${COMPONENT}/production`, object: release('v4').object, peeled: release('v4').commit },
  wanted: { kind: 'release', release: release('v4'), remarks: [] },
  standing: foldStanding(RECORDS),
}
const made = (name: string, hour: number, tag = `${COMPONENT}/production`): [string, Tagger] => [
  release(name).object,
  { tag, name: 'Ada', login: 'ada', at: at(hour) },
]
const state = (hour: number, ...taggers: [string, Tagger][]) =>
  stateAt(PLACE, RECORDS, Date.parse(at(hour)), new Map(taggers))

describe('between two records that do not fit together', () => {
  it('asks for the object that the tag must have been on', () => {
    expect(witnessesOf(PLACE, RECORDS, Date.parse(at(12)))).toStrictEqual([release('v3')])
    expect(witnessesOf(PLACE, RECORDS, Date.parse(at(16)))).toStrictEqual([])
  })

  it('believes the tag object that was made before, and then says so', () =>
    expect(state(12, made('v3', 11))).toMatchObject({
      ...{ release: { version: 'v3.0.0' }, basis: 'tagger', since: at(11), by: 'ada', unrecorded: true },
    }))

  it('has no doubt when the tag object was only made later', () =>
    expect(state(12, made('v3', 14))).toMatchObject({ release: { version: 'v2.0.0' }, basis: 'record', remarks: [] }))

  it.each<[string, [string, Tagger][]]>([
    ['nothing tells, as for a lightweight tag', []],
    ['the object was made for the version, not for the move', [made('v3', 11, `${COMPONENT}/v3.0.0`)]],
  ])('says what the records say, and that it may have been another, when %s', (_what, taggers) =>
    expect(state(12, ...taggers)).toMatchObject({
      ...{ release: { version: 'v2.0.0' }, basis: 'record', judgement: 'known-good' },
      remarks: [expect.stringContaining('moved to v3.0.0 without a record')],
    }),
  )
})

it('judges by what was known then', () => {
  expect(state(9)).toMatchObject({ release: { version: 'v2.0.0' }, judgement: 'in-hand', verdict: null })
  expect(state(10)).toMatchObject({ judgement: 'known-good', lastVerified: at(10) })
})

it('says what was before the first record only as far as somebody knows it', () => {
  expect(state(8, made('v1', 7))).toMatchObject({ release: { version: 'v1.0.0' }, basis: 'tagger', since: at(7) })
  expect(state(8)).toMatchObject({ release: { version: 'v1.0.0' }, basis: 'before-the-ledger', since: null })
})

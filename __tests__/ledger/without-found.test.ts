import { expect, it } from '@jest/globals'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { withoutFound } from '../../src/ledger/without-found.ts'
import { record, release } from './records.ts'

const RUN = 7
const [v1, v2] = [release('v1'), release('v2')]
const kept = record(v1, ['kept', 'healthy'])
const found = record(v2, ['kept', 'adopted'], { kind: 'adoption', from: v1 })
const beingWritten = record(v2, null, { kind: 'adoption', from: v1 })
const own = record(v2, null, { run: { id: RUN, attempt: 1, url: 'https://github.com/o/r/actions/runs/7' } })
const other = record(release('v3'), ['kept', 'adopted'], { kind: 'adoption', from: v1 })

it.each<[string, DeployRecord[], DeployRecord[]]>([
  ['what was found last is not known to the run of its push', [found, kept], [kept]],
  ['nor what is being put on record as found', [beingWritten, kept], [kept]],
  ['its own records do not hide that', [own, found, kept], [own, kept]],
  ['what was found before something else counts', [kept, found], [kept, found]],
  ['another object that was found counts', [other, kept], [other, kept]],
  ['without records there is nothing', [], []],
])('%s', (_name, records, seen) => {
  expect(withoutFound(records, v2.object, RUN)).toStrictEqual(seen)
})

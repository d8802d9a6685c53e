import { expect, it } from '@jest/globals'
import { laterMove, othersAtWork } from '../../../src/flows/fence/other-deploys.ts'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { record, release } from '../../ledger/records.ts'

const [v1, v2, v3] = [release('v1'), release('v2'), release('v3')]
const OWN = { id: 7, attempt: 1, url: 'https://github.com/o/r/actions/runs/7' }
const own = record(v2, null, { run: OWN })
const OTHER = { id: 8, attempt: 1, url: 'https://github.com/o/r/actions/runs/8' }

it.each<[string, DeployRecord, boolean]>([
  ['another run that deploys another release', record(v3, null), true],
  ['a rollback of another run', record(v1, null, { kind: 'rollback' }), true],
  ['this run', own, false],
  ['another run with the same tag object', record(v2, null), true],
  ['another run that has ended', record(v3, ['kept', 'healthy']), false],
  ['a run that was lost', record(v3, null, { createdAt: '2026-11-20T08:29:00Z' }), false],
])('%s is waited for: %s', (_name, other, expected) => {
  const now = Date.parse('2026-11-20T09:30:00Z')
  expect(othersAtWork([other], { run: 7, now, deadline: 3_600 })).toHaveLength(expected ? 1 : 0)
})

it.each<[string, string, DeployRecord[], object]>([
  ['was deployed meanwhile: once more', v3.object, [record(v3, ['kept', 'unwatched']), own], { act: 'deploy' }],
  [
    'was put back by a rollback meanwhile: once more',
    v1.object,
    [record(v1, ['kept', 'unproven'], { kind: 'restore' }), own],
    { act: 'deploy' },
  ],
  [
    'has a run that waits for us',
    v3.object,
    [record(v3, null, { run: OTHER }), own],
    { act: 'leave', to: { run: OTHER } },
  ],
  [
    'has a run that refused it',
    v3.object,
    [record(v3, ['refused', 'unarmed'], { run: OTHER }), own],
    { act: 'leave', to: { run: OTHER } },
  ],
  ['is not on record', v3.object, [own], { act: 'leave', to: null }],
  [
    'was deployed before this run began, and is to be deployed again',
    v1.object,
    [own, record(v1, ['kept', 'healthy'])],
    { act: 'leave', to: null },
  ],
  [
    'is on record, where this run has deployed and rolled back',
    v3.object,
    [record(v3, ['kept', 'healthy']), record(v1, null, { kind: 'rollback', run: OWN }), own],
    { act: 'deploy' },
  ],
  [
    'is on record between our two',
    v3.object,
    [record(v1, null, { kind: 'rollback', run: OWN }), record(v3, ['kept', 'healthy']), own],
    { act: 'deploy' },
  ],
  [
    'is on record, where ours is not to be seen',
    v3.object,
    [record(v3, ['kept', 'healthy'])],
    { act: 'leave', to: null },
  ],
])('a later move %s', (_name, tag, records, expected) => {
  expect(laterMove(tag, records, 7)).toMatchObject(expected)
})

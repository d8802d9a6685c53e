import { describe, expect, it } from '@jest/globals'
import { type DriftFacts, decideDrift } from '../../src/ledger/decide-drift.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
const served = { kind: 'served' } as const
const differs = { kind: 'differs', found: 'v9.9.9' } as const
const unanswered = { kind: 'unanswered', detail: 'http-status: 503' } as const
const notAsked = { kind: 'not-asked' } as const

const run = (id: number) => ({ id, attempt: 1, url: `https://github.com/o/r/actions/runs/${id}` })
const at = (time: string) => ({ createdAt: `2026-11-20T${time}Z` })
const kept = record(release('v1'), ['kept', 'healthy'])
const rolledBack = record(release('v2'), ['rolled-back', 'above-threshold'], { target: release('v1'), run: run(7) })
const backOn1 = record(release('v1'), ['kept', 'unproven'], { kind: 'rollback', run: run(7) })

const drift = (records: DeployRecord[], facts: Partial<DriftFacts>) =>
  decideDrift({
    ...{ wanted: release('v1'), standing: foldStanding(records), served: notAsked, pulls: false, monitorFor: 0 },
    run: { id: 1, now: NOW, deadline: 3_600 },
    ...facts,
  })

type Row = [string, DeployRecord[], Partial<DriftFacts>, string, string]

describe('decideDrift', () => {
  it.each<Row>([
    ['tag and record agree', [kept], {}, 'none', 'nothing'],
    ['all three agree', [kept], { served }, 'none', 'nothing'],
    ['the tag was made anew for the same release', [kept], { wanted: release("v1'") }, 'none', 'nothing'],
    ['a rollback was finished', [backOn1, rolledBack, kept], {}, 'none', 'nothing'],
    [
      'what was adopted is still there',
      [record(release('v1'), ['kept', 'adopted'], { kind: 'adoption' })],
      {},
      'none',
      'nothing',
    ],
    ['what is held stays', [record(release('v1'), ['held', 'inconclusive'])], { served }, 'none', 'nothing'],
    ['what is served is not known', [kept], { served: unanswered }, 'unasked', 'nothing'],
    ['neither tag nor record', [], { wanted: null }, 'absent', 'nothing'],
    [
      'no tag, and nothing ever went live',
      [record(release('v1'), ['stood-down', 'tag-moved'])],
      { wanted: null },
      'absent',
      'nothing',
    ],
    ['first sight', [], {}, 'unrecorded', 'adopt'],
    ['first sight of something else', [], { served: differs }, 'unrecorded', 'adopt'],
    ['the tag was deleted', [kept], { wanted: null }, 'tag-deleted', 'report'],

    ['missed, and served already', [kept], { wanted: release('v2'), served }, 'missed-move', 'adopt'],
    ['missed, and not served', [kept], { wanted: release('v2'), served: differs }, 'missed-move', 'follow'],
    ['missed, and nobody to ask', [kept], { wanted: release('v2') }, 'missed-move', 'report'],
    ['missed, and no answer', [kept], { wanted: release('v2'), served: unanswered }, 'missed-move', 'report'],
    ['missed, and pulled', [kept], { wanted: release('v2'), pulls: true }, 'missed-move', 'adopt'],
    [
      'missed after a run that stood down',
      [record(release('v3'), ['stood-down', 'tag-moved']), kept],
      { wanted: release('v2'), served: differs },
      'missed-move',
      'follow',
    ],
    [
      'a new tag on what was rolled back',
      [backOn1, rolledBack, kept],
      { wanted: release("v2'"), served: differs },
      'missed-move',
      'follow',
    ],
    [
      'a release rolled back for want of data',
      [backOn1, { ...rolledBack, closed: { decision: 'rolled-back', reason: 'unavailable', at: '' } }, kept],
      { wanted: release('v2'), served: differs },
      'missed-move',
      'follow',
    ],

    [
      'the very object that was rolled back',
      [backOn1, rolledBack, kept],
      { wanted: release('v2') },
      'stale-clone',
      'follow',
    ],
    [
      'the same, although it is served',
      [backOn1, rolledBack, kept],
      { wanted: release('v2'), served },
      'stale-clone',
      'follow',
    ],
    [
      'the same, after a later release',
      [record(release('v3'), ['kept', 'healthy']), backOn1, rolledBack],
      { wanted: release('v2') },
      'stale-clone',
      'follow',
    ],
    [
      'a tag that was not moved back',
      [backOn1, record(release('v2'), ['held', 'move-refused'], { target: release('v1'), run: run(7) })],
      { wanted: release('v2') },
      'unfinished-move',
      'follow',
    ],
    [
      'the same, without a record of the rollback',
      [record(release('v2'), ['held', 'move-refused'], { target: release('v1') }), kept],
      { wanted: release('v2') },
      'unfinished-move',
      'follow',
    ],

    ['a run at work', [record(release('v2'), null, at('09:30:00'))], { wanted: release('v2') }, 'in-hand', 'nothing'],
    ['a run at work, whatever the tag says', [record(release('v2'), null, at('09:30:00'))], {}, 'in-hand', 'nothing'],
    [
      'a run just at its deadline',
      [record(release('v2'), null, at('09:00:01'))],
      { wanted: release('v2') },
      'in-hand',
      'nothing',
    ],
    ['a lost run', [record(release('v2'), null, at('09:00:00'))], { wanted: release('v2') }, 'lost-run', 'finish'],
    [
      'a lost run whose tag was deleted',
      [record(release('v2'), null, at('08:00:00'))],
      { wanted: null },
      'lost-run',
      'finish',
    ],
    [
      'a run lost between its two records',
      [{ ...backOn1, ...at('08:01:00') }, record(release('v2'), null, { ...at('08:00:00'), run: run(7) })],
      {},
      'lost-run',
      'finish',
    ],
    ['a lost run that was overtaken', [kept, record(release('v2'), null, at('08:00:00'))], {}, 'none', 'nothing'],

    ['something else is served', [kept], { served: differs }, 'served-differs', 'redeploy'],
    [
      'something else is served than was adopted',
      [record(release('v1'), ['kept', 'adopted'], { kind: 'adoption' })],
      { served: differs },
      'served-differs',
      'redeploy',
    ],
    [
      'something else is served, and a run gave up',
      [record(release('v1'), ['held', 'no-target'])],
      { served: differs },
      'served-differs',
      'report',
    ],
    [
      'something else is served after a failed rollback',
      [
        record(release('v1'), ['held', 'redeploy-failed'], { kind: 'rollback', run: run(7) }),
        record(release('v2'), ['held', 'redeploy-failed'], { target: release('v1'), run: run(7) }),
      ],
      { served: differs },
      'served-differs',
      'report',
    ],
  ])('%s', (_, records, facts, found, act) => {
    expect(drift(records, facts)).toMatchObject({ drift: found, act })
  })
})

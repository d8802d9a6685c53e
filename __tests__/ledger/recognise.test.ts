import { expect, it } from '@jest/globals'
import { recogniseMove, targetOfStaleClone } from '../../src/ledger/recognise.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import type { Release } from '../../src/tags/release.ts'
import { record, release } from './records.ts'

const [v1, v2] = [release('v1'), release('v2')]
const RUN = 7
const NOW = Date.parse('2026-11-20T09:30:00Z')
const run = { id: RUN, attempt: 1, url: 'https://github.com/o/r/actions/runs/7' }
const rolledBack = record(v2, ['rolled-back', 'above-threshold'], { target: v1 })
const rollback = record(v1, ['kept', 'healthy'], { kind: 'rollback', from: v2 })

it.each<[string, Release, DeployRecord[], boolean, string]>([
  ['a first move', v1, [], false, 'new'],
  ['another release', v2, [record(v1, ['kept', 'healthy'])], false, 'new'],
  ['a re-run of a finished move', v2, [record(v2, ['kept', 'healthy'])], false, 'already-deployed'],
  ['a re-run of its own unfinished move', v2, [record(v2, null, { run })], false, 'new'],
  ['a move that another run is at work on', v2, [record(v2, null)], false, 'guarded-elsewhere'],
  ['a move whose run was lost', v2, [record(v2, null, { createdAt: '2026-11-20T08:29:59Z' })], false, 'new'],
  ['a retry of a held move', v2, [record(v2, ['held', 'unavailable'])], false, 'new'],
  [
    'our own move back, while we deploy again',
    v1,
    [record(v1, null, { kind: 'rollback' }), record(v2, null, { target: v1 })],
    true,
    'guarded-elsewhere',
  ],
  [
    'a person moving back meanwhile, with the account of our token',
    v1,
    [record(v2, null, { target: v1 })],
    true,
    'new',
  ],
  ['our own move back, whose record could not be written', v1, [rolledBack], true, 'own-move'],
  ['our own move back, afterwards', v1, [rollback, rolledBack], true, 'own-move'],
  [
    'the same object again, after another release was put back by hand',
    v1,
    [record(release('v3'), ['kept', 'healthy'], { kind: 'restore', from: v1 }), rollback, rolledBack],
    true,
    'new',
  ],
  [
    'the same object again, after another release was found there',
    v1,
    [record(release('v3'), ['kept', 'adopted'], { kind: 'adoption', from: v1 }), rollback, rolledBack],
    true,
    'new',
  ],
  [
    'our own move, of a restore that was put back as it was',
    v1,
    [record(release('v3'), ['rolled-back', 'put-back'], { kind: 'restore', from: v1, target: v1 })],
    true,
    'own-move',
  ],
  ['a duplicate of the move back', v1, [rollback, rolledBack], false, 'already-deployed'],
  ['a stale clone', v2, [rollback, rolledBack], false, 'stale-clone'],
  ['a second try by decision', release("v2'"), [rollback, rolledBack], false, 'second-try'],
  [
    'our own move back, after which the redeploy failed',
    v1,
    [
      record(v1, ['held', 'redeploy-failed'], { kind: 'rollback' }),
      record(v2, ['held', 'redeploy-failed'], { target: v1 }),
    ],
    true,
    'own-move',
  ],
  [
    'a re-run after the move back was refused',
    v2,
    [record(v2, ['held', 'move-refused'], { target: v1 })],
    false,
    'unfinished-move',
  ],
  ['a retry of what could not be left', v2, [record(v2, ['held', 'no-target'])], false, 'second-try'],
  [
    'a second try of what was only reported',
    release("v2'"),
    [record(v2, ['reported', 'above-threshold'])],
    false,
    'second-try',
  ],
])('%s', (_name, to, records, actorIsUs, expected) => {
  expect(recogniseMove(to, foldStanding(records), { id: RUN, now: NOW, deadline: 3_600 }, actorIsUs).kind).toBe(
    expected,
  )
})

const tags = [v1, v2].map(({ version, object, commit }) => ({ version, object, commit }))

it.each<[string, Release | null, Release | null]>([
  ['what the tag held before', v1, v1],
  ['what it held before, though nobody has judged it', release('v3'), release('v3')],
  ['what is live, when another clone had pushed what was left', v2, v1],
  ['what is live, when nothing is known of before', null, v1],
])('a stale clone goes back to %s', (_name, from, expected) => {
  expect(targetOfStaleClone(from, foldStanding([rollback, rolledBack]), tags)).toStrictEqual(expected)
})

it('a stale clone goes back to nothing that the records alone name', () => {
  expect(targetOfStaleClone(v2, foldStanding([rollback, rolledBack]), tags.slice(1))).toBeNull()
})

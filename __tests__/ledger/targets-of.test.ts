import { expect, it } from '@jest/globals'
import { foldStanding } from '../../src/ledger/standing.ts'
import { targetsOf } from '../../src/ledger/targets-of.ts'
import type { VersionTag } from '../../src/tags/version-tag.ts'
import { record, release } from './records.ts'

const tag = (name: string): VersionTag => {
  const { version, object, commit } = release(name)
  return { version, object, commit }
}
const RECORDS = [
  record(release('v5'), null, { from: release('v4') }),
  record(release('v4'), ['kept', 'healthy'], { from: release('v2') }),
  record(release('v3'), ['rolled-back', 'outage'], { from: release('v2'), target: release('v2') }),
  record(release('v2'), ['kept', 'unwatched'], { from: release('v1') }),
]

it('says of each version what is known of it here, the highest first', () => {
  const remade = { ...tag('v2'), commit: 'f'.repeat(40) }
  const targets = targetsOf('components/prompts/extraction', release('v5'), foldStanding(RECORDS), [
    ...[tag('v1'), remade, tag('v3'), tag('v4'), tag('v5'), tag('v6')],
  ])
  expect(targets.map(({ release: { version }, judgement }) => `${version} ${judgement}`)).toStrictEqual([
    'v6.0.0 never-here',
    'v5.0.0 in-hand',
    'v4.0.0 known-good',
    'v3.0.0 quarantined',
    'v2.0.0 never-here',
    'v1.0.0 not-judged',
  ])
  expect(targets.filter(({ current }) => current).map(({ release: { version } }) => version)).toStrictEqual(['v5.0.0'])
  expect(targets.filter(({ choice }) => choice !== null).map(({ release: { version } }) => version)).toStrictEqual([
    'v4.0.0',
  ])
  expect(targets.find(({ remadeFrom }) => remadeFrom !== null)).toMatchObject({
    ...{ release: { version: 'v2.0.0' }, remadeFrom: release('v2').commit },
  })
})

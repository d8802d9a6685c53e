import { describe, expect, it } from '@jest/globals'
import { isVouchedFor, vouchedTarget } from '../../src/ledger/vouched-for.ts'
import { release } from './records.ts'

const [v1, v2] = [release('v1'), release('v2')]
const versionTags = [v1, v2].map(({ version, object, commit }) => ({ version, object, commit }))
const EVIL = 'f'.repeat(40)
/** As an environment tag names it: annotated, on the tag object of the version. */
const asHeld = release("v1'")
const draft = { ...v1, version: 'unversioned@ffffff', versioned: false, object: EVIL, commit: EVIL }

describe('the target of a record', () => {
  const nothing = { held: [], named: null, versionTags }

  it.each([
    ['what a version tag is', v1, nothing, v1],
    ['what the tag holds', asHeld, { ...nothing, held: [asHeld] }, asHeld],
    ['what the tag held, whose version tag has gone', asHeld, { ...nothing, held: [asHeld], versionTags: [] }, asHeld],
    ['an object that leads to the version', asHeld, { ...nothing, named: asHeld }, asHeld],
    ['an object that was not read: the one of the version', asHeld, nothing, v1],
    [
      'an object that leads elsewhere: the one of the version',
      asHeld,
      { ...nothing, named: { ...v2, object: asHeld.object } },
      v1,
    ],
    ['a commit of a component without versions', draft, { ...nothing, versionTags: [] }, draft],
  ])('counts: %s', (_name, target, known, expected) => expect(vouchedTarget(target, known)).toStrictEqual(expected))

  it.each([
    ['another commit under the name of a version', { ...v1, commit: EVIL }, nothing],
    ['the object that the tag holds, with another commit', { ...asHeld, commit: EVIL }, { ...nothing, held: [asHeld] }],
    ['an object that exists, but is no version', { ...v1, object: EVIL, commit: EVIL }, { ...nothing, named: draft }],
    ['a commit without a version where there are versions', draft, { ...nothing, named: draft }],
  ])('does not count: %s', (_name, target, known) => expect(vouchedTarget(target, known)).toBeNull())
})

it('a commit without a version is believed where it was there before, or where nothing has a version', () => {
  expect([
    isVouchedFor(draft, null, versionTags),
    isVouchedFor(draft, draft, versionTags),
    isVouchedFor(draft, null, []),
  ]).toStrictEqual([false, true, true])
})

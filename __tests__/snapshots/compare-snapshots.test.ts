import { expect, it } from '@jest/globals'
import { compareSnapshots } from '../../src/snapshots/compare-snapshots.ts'
import type { SnapshotEntry } from '../../src/snapshots/snapshot.ts'

const entry = (component: string, version: string | null, commit: string | null = null): SnapshotEntry => ({
  ...{ component, version, commit, object: null, lastVerified: null },
})
const kinds = (from: SnapshotEntry[], to: SnapshotEntry[]) =>
  compareSnapshots(from, to).map(({ component, kind }) => `${component} ${kind}`)

it('names what would change, in the order of the components', () => {
  const from = [entry('b', 'v1'), entry('a', 'v1'), entry('c', 'v1')]
  expect(kinds(from, [entry('a', 'v2'), entry('b', 'v1'), entry('d', 'v1')])).toStrictEqual([
    'a changed',
    'b same',
    'c only-before',
    'd only-after',
  ])
})

it('sees a version tag that was made again with other content', () => {
  expect(kinds([entry('a', 'v1', 'aaaaaaa')], [entry('a', 'v1', 'bbbbbbb')])).toStrictEqual(['a remade'])
})

it('knows an abbreviated commit, and a commit without a version', () => {
  expect(kinds([entry('a', 'v1', 'abcdef12')], [entry('a', null, 'abcdef1')])).toStrictEqual(['a same'])
  expect(kinds([entry('a', 'v1', 'abcdef12')], [entry('a', null, 'bbbbbbb')])).toStrictEqual(['a changed'])
})

it('does not take two versions on one commit for the same', () => {
  expect(kinds([entry('a', 'v1', 'abcdef1')], [entry('a', 'v2', 'abcdef1')])).toStrictEqual(['a changed'])
})

import { expect, test } from '@jest/globals'
import { servedAnswer } from '../../src/deploy/served-answer.ts'

const commit = 'abcdef0123456789abcdef0123456789abcdef01'
const release = { component: 'components/prompts/x', version: 'v1.2.0', versioned: true, object: commit, commit }

test.each(['v1.2.0', '1.2.0', ' v1.2.0\n', commit, commit.toUpperCase(), 'abcdef0', 'abcdef012345'])(
  '%j is served',
  (said) => {
    expect(servedAnswer(said, release)).toEqual({ kind: 'served' })
    expect(servedAnswer(said, { ...release, version: '1.2.0' })).toEqual({ kind: 'served' })
  },
)

test.each([
  'v1.2.1',
  'V1.2.0',
  'vv1.2.0',
  'v1.2',
  'v1.2.0-rc.1',
  'v1.2.0+b1',
  'abcdef',
  'bcdef01',
  `${commit}0`,
  'v',
  'null',
])('%j is something else', (said) => {
  expect(servedAnswer(said, release)).toEqual({ kind: 'differs', found: said })
})

test('what was found is fit for one line of a log', () => {
  expect(servedAnswer('v9\n::error::x\u001b[31m', release)).toEqual({ kind: 'differs', found: 'v9 ::error::x [31m' })
  expect(servedAnswer('x'.repeat(500), release)).toEqual({ kind: 'differs', found: `${'x'.repeat(200)}…` })
})

test('a commit without a version is found by its commit or its own name', () => {
  const unversioned = { ...release, version: 'unversioned@abcdef0', versioned: false }
  expect(servedAnswer('unversioned@abcdef0', unversioned)).toEqual({ kind: 'served' })
  expect(servedAnswer('abcdef01', unversioned)).toEqual({ kind: 'served' })
})

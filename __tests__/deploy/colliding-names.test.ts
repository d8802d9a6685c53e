import { expect, it } from '@jest/globals'
import { collidingNames } from '../../src/deploy/colliding-names.ts'

it.each([
  [['a', 'b', 'A/b', 'a/B'], [['A/b', 'a/B']]],
  [
    ['README.md', 'Readme.md', 'readme.md'],
    [
      ['README.md', 'Readme.md'],
      ['README.md', 'readme.md'],
    ],
  ],
  [['ä', 'Ä', 'ae'], [['ä', 'Ä']]],
  [['prompts/a.md', 'prompts/a.yaml'], []],
])('of %j, %j are one file where case is folded', (paths, expected) => {
  expect(collidingNames(paths)).toStrictEqual(expected)
})

import { expect, it } from '@jest/globals'
import { parseBranch } from '../../src/config/parse-branch.ts'

it.each(['tagback/rollback-log', 'log', 'v1.0', 'a@b', 'prompts.log', 'été'])('takes %s', (name) =>
  expect(parseBranch(name)).toBe(name),
)

const REFUSED = [
  'a..b',
  'a b',
  'a~1',
  'a^',
  'a:b',
  'a?',
  'a*',
  'a[b',
  'a\\\\b',
  '-a',
  '/a',
  'a/',
  'a//b',
  '.a',
  'a/.b',
  'a.',
  'a.lock',
]
it.each([...REFUSED, 'a.lock/b', 'a@{1}', '@', 'HEAD', 'a\nb', 'a'.repeat(201)])('refuses %j', (name) =>
  expect(() => parseBranch(name)).toThrow('expected the name of a branch such as tagback/rollback-log, got "'),
)

it('says what is wrong with a full ref', () =>
  expect(() => parseBranch('refs/heads/log')).toThrow('expected a branch without refs/heads/ before it'))

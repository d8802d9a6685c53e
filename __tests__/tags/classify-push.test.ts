import { expect, it } from '@jest/globals'
import { classifyPush } from '../../src/tags/classify-push.ts'
import { ABSENT } from '../../src/tags/git-object.ts'

const A = 'a'.repeat(40)
const B = 'b'.repeat(40)
const E = 'refs/tags/components/prompts/extraction/production'
const V = 'refs/tags/components/prompts/extraction/v1.0.0'

it.each([
  ['an environment tag that moved', E, A, B, 'move'],
  ['an environment tag that is new', E, ABSENT, B, 'move'],
  ['an environment tag that was deleted', E, A, ABSENT, 'environment-deleted'],
  ['a new version', V, ABSENT, A, 'version-created'],
  ['a version tag that moved', V, A, B, 'version-tag-moved'],
  ['a version tag that was deleted', V, A, ABSENT, 'version-tag-deleted'],
  ['a foreign tag', 'refs/tags/v1', ABSENT, A, 'foreign-tag'],
  ['a malformed tag', 'refs/tags/components/prompts/extraction/v1', ABSENT, A, 'malformed-tag'],
  ['a branch', 'refs/heads/main', A, B, 'not-a-tag'],
])('%s', (_name, ref, before, after, expected) => {
  const pushed = classifyPush({ ref, before, after, actor: 'ada' }, ['components'])
  expect(pushed.kind === 'move' ? 'move' : pushed.reason).toBe(expected)
})

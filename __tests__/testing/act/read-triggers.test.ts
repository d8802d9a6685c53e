import { expect, it } from '@jest/globals'
import { readTriggers } from '../../../testing/act/read-triggers.ts'

const startsFor = (on: string, name: string, ref?: string): boolean =>
  readTriggers(`on:\n  ${on}\njobs: {}\n`).startsFor({ name, payload: { ref } })

it.each<[string, string, string | undefined, boolean]>([
  ["push: { tags: ['components/*/*/production'] }", 'push', 'refs/tags/components/prompts/a/production', true],
  ["push: { tags: ['components/*/*/production'] }", 'push', 'refs/tags/components/prompts/a/b/production', false],
  ["push: { tags: ['components/**'] }", 'push', 'refs/tags/components/prompts/a/v1.0.0', true],
  ["push: { tags: ['v.1'] }", 'push', 'refs/tags/vx1', false],
  ["push: { tags: ['components/**'] }", 'push', 'refs/heads/main', false],
  ['push: { branches: [main] }', 'push', 'refs/tags/components/prompts/a/production', false],
  ['push: { branches: [main] }', 'push', 'refs/heads/main', true],
  ['push:', 'push', 'refs/tags/anything', true],
  ['workflow_dispatch:', 'workflow_dispatch', undefined, true],
  ['workflow_dispatch:', 'push', 'refs/heads/main', false],
])('%s, %s of %s: %s', (on, name, ref, starts) => expect(startsFor(on, name, ref)).toBe(starts))

it('gives what the token may', () => {
  expect(readTriggers('on: push\npermissions:\n  contents: write\njobs: {}\n').permissions).toStrictEqual({
    contents: 'write',
  })
})

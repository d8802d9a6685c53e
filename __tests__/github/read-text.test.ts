import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { createRestoreReader } from '../../src/github/create-restore-reader.ts'
import { createFixture, type Fixture } from './repository-fixture.ts'

let fixture: Fixture
beforeEach(async () => {
  fixture = await createFixture()
})
afterEach(() => fixture.close())

const read = async (path: string) => {
  const { address, token } = fixture
  return (await createRestoreReader({ address, token, fetch })).readText(path)
}

it('reads a file of the default branch, and knows when there is none', async () => {
  expect(await read('prompts/extraction.md')).toStrictEqual({ file: 'prompts/extraction.md', text: 'v1.1\n' })
  expect(await read('none.yaml')).toBeNull()
})

it('refuses a file that GitHub cuts off: what is left may name fewer components', async () => {
  const entries = Array.from({ length: 9_000 }, (_, index) => `  p${index}:\n    commit: ${'a'.repeat(40)}\n`)
  await fixture.edgit.commit({ 'lock.yaml': `components:\n${entries.join('')}` }, 'lock', '2026-11-20T10:00:00Z')
  await fixture.push('main')
  await expect(read('lock.yaml')).rejects.toThrow('lock.yaml: GitHub only hands out 512 KB of it: check it out')
})

import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { findComponentPath } from '../../src/deploy/find-component-path.ts'

const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }

let home: string
let directory: string
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
  directory = join(home, 'release')
  await mkdir(directory)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const write = async (files: Record<string, string>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}
const found = (configured: string | null = null) => findComponentPath(directory, component, configured)
const registry = (path: unknown) => JSON.stringify({ components: { extraction: { path, type: 'prompt' } } })

test.each([
  ['components/prompts/extraction.md', ['components/prompts/extraction.md', 'prompts/extraction.md']],
  ['components/prompts/extraction.yaml', ['components/prompts/extraction.md', 'components/prompts/extraction.yaml']],
  ['components/prompts/extraction', ['components/prompts/extraction/index.ts', 'prompts/extraction.md']],
  ['prompts/extraction.md', ['prompts/extraction.md', 'prompts/extraction.sql', 'prompts/extraction.test.md']],
  ['prompts/extraction.sql', ['prompts/extraction.sql', 'prompts/extraction.txt', 'prompts/extractions.md']],
  ['prompts/extraction', ['prompts/extraction/system.md']],
  ['', ['prompts/other.md', 'extraction.md']],
])('by convention %s, of %j', async (expected, files) => {
  await write(Object.fromEntries(files.map((file) => [file, 'x'])))
  expect(await found()).toBe(expected)
})

test('the registry goes before the conventions, the configuration before the registry', async () => {
  await write({ 'prompts/extraction.md': 'x', 'src/a.md': 'x', '.edgit/components.json': registry('src/a.md') })
  expect(await found()).toBe('src/a.md')
  expect(await found('{type}/{name}.md')).toBe('prompts/extraction.md')
  expect(await found('./prompts//')).toBe('prompts')
})

test('a registry that was written on Windows names the same file', async () => {
  await write({ 'src/prompts/a.md': 'x', '.edgit/components.json': registry('src\\prompts\\a.md') })
  expect(await found()).toBe('src/prompts/a.md')
})

test('a configured path that is not there is not guessed around', async () => {
  await write({ 'prompts/extraction.md': 'x' })
  expect(await found('moved/{name}.md')).toBe('')
})

test.each([
  '{',
  '[]',
  'null',
  '{"components":null}',
  '{"components":{"extraction":null}}',
  registry(7),
  registry('gone'),
])('a registry that is %s says nothing', async (text) => {
  await write({ 'prompts/extraction.md': 'x', '.edgit/components.json': text })
  expect(await found()).toBe('prompts/extraction.md')
})

test.each([
  '../outside',
  '/etc',
  'a/../../outside',
  'C:\\x',
  'a\\..\\..\\outside',
  '\\etc',
  'link',
  'linked/secret',
  'a\0b',
])('a path that leads out of the release is none: %j', async (path) => {
  await mkdir(join(home, 'outside'))
  await writeFile(join(home, 'outside/secret'), 'x')
  await symlink('../outside/secret', join(directory, 'link'))
  await symlink('../outside', join(directory, 'linked'))
  await write({ '.edgit/components.json': registry(path) })
  expect(await found()).toBe('')
  expect(await found(path)).toBe('')
})

test('a link within the release is followed', async () => {
  await write({ 'src/real.md': 'x' })
  await mkdir(join(directory, 'prompts'))
  await symlink('../src/real.md', join(directory, 'prompts/extraction.md'))
  expect(await found()).toBe('prompts/extraction.md')
})

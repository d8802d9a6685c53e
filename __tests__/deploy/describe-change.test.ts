import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { describeChange } from '../../src/deploy/describe-change.ts'
import { findComponentPath } from '../../src/deploy/find-component-path.ts'
import { releaseFiles } from '../../src/deploy/release-files.ts'
import type { Change } from '../../src/flows/ports.ts'
import { release } from '../ledger/records.ts'

const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const [from, to] = [release('v1'), release('v2')]

let home: string
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
})
afterEach(() => rm(home, { recursive: true, force: true }))

type Files = Record<string, string | Uint8Array>

async function changeOf(before: Files, after: Files, env: Record<string, string> = {}): Promise<Change | null> {
  for (const [commit, written] of [
    [from.commit, before],
    [to.commit, after],
  ] as const) {
    await mkdir(join(home, commit))
    for (const [path, content] of Object.entries(written)) {
      await mkdir(dirname(join(home, commit, path)), { recursive: true })
      await writeFile(join(home, commit, path), content)
    }
  }
  const files = releaseFiles(
    async (commits) => new Map(commits.map((commit) => [commit, join(home, commit)])),
    (directory) => findComponentPath(directory, component, null),
  )
  await files.prepare([from, to])
  const parentEnvironment = { PATH: process.env.PATH, ...env }
  const change = await describeChange({ files, temporaryDirectory: home, parentEnvironment, timeoutSeconds: 10 })(
    from,
    to,
  )
  expect((await readdir(home)).sort()).toStrictEqual([from.commit, to.commit].sort())
  return change
}

test('shows the lines of a changed file, without a directory of ours', async () => {
  const change = await changeOf(
    { 'prompts/extraction.md': 'one\nAnswer in JSON.\nthree\n', 'README.md': 'a' },
    { 'prompts/extraction.md': 'one\nBe kind.\nthree\n', 'README.md': 'b' },
  )
  expect(change).toStrictEqual({
    path: 'prompts/extraction.md',
    lines: [
      '--- prompts/extraction.md',
      '+++ prompts/extraction.md',
      '@@ -1,3 +1,3 @@',
      ' one',
      '-Answer in JSON.',
      '+Be kind.',
      ' three',
    ],
    left: 0,
  })
})

test('shows all files of a directory, and says of binary ones only that they differ', async () => {
  const change = await changeOf(
    { 'prompts/extraction/a.md': 'a\n', 'prompts/extraction/data': new Uint8Array([0, 1]) },
    {
      'prompts/extraction/a.md': 'b\n',
      'prompts/extraction/data': new Uint8Array([0, 2]),
      'prompts/extraction/new.md': 'n\n',
    },
  )
  expect(change?.path).toBe('prompts/extraction')
  expect(change?.lines).toContain('Binary files prompts/extraction/data and prompts/extraction/data differ')
  expect(change?.lines.join('\n')).toContain('--- /dev/null\n+++ prompts/extraction/new.md\n@@ -0,0 +1 @@\n+n')
})

test('a component that is new, gone or unchanged', async () => {
  expect((await changeOf({}, { 'prompts/extraction.md': 'n\n' }))?.lines.slice(0, 2)).toStrictEqual([
    '--- /dev/null',
    '+++ prompts/extraction.md',
  ])
})

test('keeps the first forty lines, and takes secrets of the environment out of all of them', async () => {
  const secret = 'hush-4711-abcdef'
  const lines = Array.from({ length: 100 }, (_, index) => `${index} key=${secret}`).join('\n')
  const change = await changeOf(
    { 'prompts/extraction.md': '' },
    { 'prompts/extraction.md': lines },
    { MY_TOKEN: secret },
  )
  expect(change?.lines).toHaveLength(40)
  expect(change?.left).toBe(64)
  expect(JSON.stringify(change)).not.toContain(secret)
  expect(change?.lines[4]).toBe('+1 key=***')
})

test('attributes and drivers of a release are not obeyed', async () => {
  const driver = {
    '.gitattributes': '* diff=evil filter=evil\n',
    '.git/config': '[diff "evil"]\n textconv = "touch ../pwned; cat"\n command = touch',
  }
  const change = await changeOf(
    { ...driver, 'prompts/extraction.md': 'a\n' },
    { ...driver, 'prompts/extraction.md': 'b\n' },
  )
  expect(change?.lines).toContain('+b')
})

test('nothing for what is unchanged, unknown or too large to read in passing', async () => {
  expect((await changeOf({ 'prompts/extraction.md': 'a' }, { 'prompts/extraction.md': 'a' }))?.lines).toStrictEqual([])
  await rm(home, { recursive: true })
  await mkdir(home)
  expect(await changeOf({ 'x.md': 'a' }, { 'x.md': 'b' })).toBeNull()
  await rm(home, { recursive: true })
  await mkdir(home)
  expect(await changeOf({}, { 'prompts/extraction.md': 'a'.repeat(5 * 1024 * 1024) })).toBeNull()
})

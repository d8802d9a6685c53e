import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from '@jest/globals'
import { workspacePath } from '../../src/actions/workspace-path.ts'

const root = resolve(tmpdir(), 'work', 'prompts')
const at = (file: string): string => workspacePath('snapshot-file', file, { GITHUB_WORKSPACE: root })

it.each([
  ['locks/production.yaml', join(root, 'locks', 'production.yaml')],
  ['./a/../b.yaml', join(root, 'b.yaml')],
  ['..b', join(root, '..b')],
  [join(root, 'c.yaml'), join(root, 'c.yaml')],
])('%s is in the workspace', (file, expected) => expect(at(file)).toBe(expected))

it.each([
  ...['..', '../x', 'a/../../x', '.', resolve(root, '..', 'prompts-2', 'x')],
  ...(process.platform === 'win32' ? ['..\\x', 'Q:\\x', '\\\\server\\share\\x', 'a\\..\\..\\x'] : ['/etc/passwd']),
])('%s is not', (file) => expect(() => at(file)).toThrow('Input snapshot-file: expected a file in the workspace'))

it('a folder is no file', () => {
  expect(() => workspacePath('rollback-log', 'report', { GITHUB_WORKSPACE: resolve('src') })).toThrow(
    'Input rollback-log: expected a file, got the folder "report"',
  )
})

it('a link leads nowhere else', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tagback-workspace-')))
  const [workspace, outside] = [join(folder, 'workspace'), join(folder, 'outside')]
  mkdirSync(join(workspace, 'locks'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), 's')
  for (const [target, name] of [
    [outside, 'folder'],
    [join(outside, 'secret'), 'file'],
    [join(outside, 'new'), 'dangling'],
    [join(workspace, 'locks'), 'within'],
  ] as const)
    symlinkSync(target, join(workspace, name))
  const path = (file: string): string => workspacePath('to', file, { GITHUB_WORKSPACE: workspace })
  for (const file of ['folder/secret', 'folder/x/y', 'file', 'dangling'])
    expect(() => path(file)).toThrow('Input to: expected a file in the workspace')
  expect(path('within/x.yaml')).toBe(join(workspace, 'within', 'x.yaml'))
  // The workspace itself may be reached by a link.
  symlinkSync(workspace, join(folder, 'link'))
  expect(workspacePath('to', 'a.yaml', { GITHUB_WORKSPACE: join(folder, 'link') })).toBe(join(folder, 'link', 'a.yaml'))
})

import { expect, test } from '@jest/globals'
import { findBash } from '../../src/deploy/find-bash.ts'

const on = (files: readonly string[]) => (path: string) => files.includes(path)

test('is the bash on the PATH', () => {
  expect(findBash({ PATH: '/nowhere' }, 'linux', on([]))).toBe('bash')
})

test('on Windows it is the one of Git, not the entrance to WSL', () => {
  const files = ['C:\\Windows\\System32\\bash.exe', 'C:\\Git\\cmd\\git.exe', 'C:\\Git\\bin\\bash.exe']
  expect(findBash({ Path: 'C:\\Windows\\System32;C:\\Git\\cmd' }, 'win32', on(files))).toBe('C:\\Git\\bin\\bash.exe')
})

test('on Windows without Git it says what to install', () => {
  expect(() => findBash({ Path: 'C:\\Windows\\System32' }, 'win32', on(['C:\\Windows\\System32\\bash.exe']))).toThrow(
    'Install Git for Windows',
  )
})

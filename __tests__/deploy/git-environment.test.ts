import { expect, it } from '@jest/globals'
import { gitEnvironment } from '../../src/deploy/git-environment.ts'

const settingsOn = (platform: NodeJS.Platform): string[] => {
  const order = { parent: {}, home: '/home', serverUrl: 'https://github.com', token: '' }
  const env = gitEnvironment(order, platform)
  return Object.entries(env)
    .filter(([name]) => name.startsWith('GIT_CONFIG_KEY_'))
    .map(([name, key]) => `${key}=${env[name.replace('KEY', 'VALUE')]}`)
}

it.each(['linux', 'darwin', 'win32'] as const)('writes the same bytes on %s: git turns no line ends', (platform) => {
  expect(settingsOn(platform)).toEqual(expect.arrayContaining(['core.autocrlf=false', 'core.eol=lf']))
})

it('knows certificates on Windows, where they are named in a configuration that is not read', () => {
  expect(settingsOn('win32')).toContain('http.sslBackend=schannel')
  expect(settingsOn('linux')).not.toContain('http.sslBackend=schannel')
})

it('hands on what the machine needs, however its name is written', () => {
  const parent = { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', https_proxy: 'http://proxy', GIT_DIR: 'elsewhere' }
  const order = { parent, home: 'C:\\temp', serverUrl: 'https://github.com', token: '' }
  const env = gitEnvironment(order, 'win32')
  expect(env).toMatchObject({ Path: 'C:\\bin', SystemRoot: 'C:\\Windows', https_proxy: 'http://proxy' })
  expect(env).not.toHaveProperty('GIT_DIR')
})

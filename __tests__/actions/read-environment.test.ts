import { expect, it } from '@jest/globals'
import { readEnvironment } from '../../src/actions/read-environment.ts'

const env = {
  GITHUB_REPOSITORY: 'octo/prompts',
  GITHUB_SERVER_URL: 'https://github.com/',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_RUN_ID: '30433642',
  GITHUB_RUN_ATTEMPT: '2',
  RUNNER_TEMP: '/tmp/runner',
}

it('reads where and why it runs, with addresses without a final slash', () => {
  expect(readEnvironment(env)).toStrictEqual({
    address: { owner: 'octo', name: 'prompts', serverUrl: 'https://github.com', apiUrl: 'https://api.github.com' },
    run: { id: 30433642, attempt: 2, url: 'https://github.com/octo/prompts/actions/runs/30433642/attempts/2' },
    temporaryDirectory: '/tmp/runner',
  })
  expect(readEnvironment({ ...env, GITHUB_RUN_ATTEMPT: undefined }).run.attempt).toBe(1)
})

it.each(['GITHUB_REPOSITORY', 'GITHUB_SERVER_URL', 'GITHUB_API_URL', 'GITHUB_RUN_ID', 'RUNNER_TEMP'])(
  'needs %s',
  (name) => {
    expect(() => readEnvironment({ ...env, [name]: undefined })).toThrow(name)
    expect(() => readEnvironment({ ...env, [name]: '' })).toThrow(name)
  },
)

it.each([
  ['GITHUB_REPOSITORY', 'prompts'],
  ['GITHUB_REPOSITORY', 'octo/prompts/more'],
  ['GITHUB_RUN_ID', 'x'],
  ['GITHUB_RUN_ID', '1e3'],
  ['GITHUB_RUN_ATTEMPT', '0'],
])('refuses %s = %s', (name, value) => {
  expect(() => readEnvironment({ ...env, [name]: value })).toThrow(`${name}: expected`)
})

import { describe, expect, test } from '@jest/globals'
import { type CommandContext, commandEnvironment } from '../../src/deploy/command-environment.ts'
import type { Release } from '../../src/tags/release.ts'

const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const release: Release = {
  component: component.id,
  version: 'v1.2.0',
  versioned: true,
  object: '1'.repeat(40),
  commit: '2'.repeat(40),
}
const previous: Release = { ...release, version: 'v1.1.0', commit: '3'.repeat(40) }

const environment = (more: Partial<CommandContext> = {}) =>
  commandEnvironment({
    parent: {},
    order: { release, previous, environment: 'production', reason: 'move' },
    component,
    path: 'prompts/extraction.md',
    token: TOKEN,
    ...more,
  })

const passed = (parent: CommandContext['parent'], token = TOKEN): string[] => {
  const own = Object.keys(environment())
  return Object.keys(environment({ parent, token })).filter((name) => !own.includes(name))
}

test('tells what is deployed, and that commit is GITHUB_SHA', () => {
  const parent = { GITHUB_SHA: 'f'.repeat(40), TAGBACK_VERSION: 'stale' }
  expect(environment({ parent, extra: { TAGBACK_COMPONENT: 'forged', REGION: 'eu' } })).toEqual({
    REGION: 'eu',
    GITHUB_SHA: '2'.repeat(40),
    TAGBACK_COMPONENT: 'components/prompts/extraction',
    TAGBACK_TYPE: 'prompts',
    TAGBACK_NAME: 'extraction',
    TAGBACK_PATH: 'prompts/extraction.md',
    TAGBACK_VERSION: 'v1.2.0',
    TAGBACK_COMMIT: '2'.repeat(40),
    TAGBACK_ENVIRONMENT: 'production',
    TAGBACK_PREVIOUS_VERSION: 'v1.1.0',
    TAGBACK_REASON: 'move',
  })
})

test('a first release has no previous version', () => {
  const order = { release, previous: null, environment: 'production', reason: 'rollback' as const }
  expect(environment({ order })).toMatchObject({ TAGBACK_PREVIOUS_VERSION: '', TAGBACK_REASON: 'rollback' })
})

test("the user's own variables stay", () => {
  const own = ['PATH', 'HOME', 'CLOUDFLARE_API_TOKEN', 'GITHUB_REPOSITORY', 'GITHUB_WORKSPACE', 'RUNNER_TEMP', 'ENV']
  const more = [
    'NODE_OPTIONS',
    'BASH_ENV',
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'GIT_CONFIG_COUNT',
    'GIT_AUTHOR_NAME',
    'MY_INPUT_X',
  ]
  const names = [...own, ...more]
  expect(passed(Object.fromEntries(names.map((name) => [name, 'another value'])))).toEqual(names)
  expect(passed({ UNSET: undefined })).toEqual([])
})

test.each([
  'INPUT_TOKEN',
  'INPUT_DEPLOY-COMMAND',
  'input_token',
  'STATE_PHASE',
  'GITHUB_OUTPUT',
  'GITHUB_STATE',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STEP_SUMMARY',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RUNTIME_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_RESULTS_URL',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
])('%s is withheld', (name) => {
  expect(passed({ [name]: 'x' })).toEqual([])
})

describe('our token', () => {
  const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64')

  test.each([
    ['GITHUB_TOKEN', TOKEN],
    ['GH_TOKEN', TOKEN],
    ['ANYTHING', `https://x:${TOKEN}@github.com`],
    ['HEADER', `AUTHORIZATION: basic ${basic}`],
  ])('is not passed on in %s', (name, value) => {
    expect(passed({ [name]: value })).toEqual([])
  })

  test('takes all of the git configuration that holds it along', () => {
    const parent = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'http.extraheader',
      GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
      GIT_CONFIG_KEY_1: 'core.editor',
      GIT_CONFIG_VALUE_1: 'true',
      KEPT: 'x',
    }
    expect(passed(parent)).toEqual(['KEPT'])
  })

  test('an empty one withholds nothing', () => {
    expect(passed({ KEPT: 'x', EMPTY: '' }, '')).toEqual(['KEPT', 'EMPTY'])
  })
})

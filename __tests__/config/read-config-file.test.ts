import { describe, expect, it } from '@jest/globals'
import { checkSettings } from '../../src/config/check-settings.ts'
import { effectiveSettings } from '../../src/config/effective-settings.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import type { WrittenSettings } from '../../src/config/setting-table.ts'

const FILE = `# yaml-language-server: $schema=schema.json
defaults:
  deploy-command: ./deploy.sh
  metric: prometheus
  metric-url: https://prometheus.example.com
  metric-headers:
    Authorization: Bearer {env:TOKEN}
  errors: errors_total{version="{version}"}
  total: requests_total{version="{version}"}
  threshold: 1%
environments:
  production-*:
    duration: 20m
  production-canary:
    threshold: 0.02
    minimum-requests: 100
  debug:
    metric: none
components:
  prompts/*:
    path: prompts/{name}.md
    paths: [prompts, shared]
  components/prompts/extraction:
    rate: error_ratio
    allow-untested-target: true
`
const extraction = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const triage = { id: 'components/prompts/triage', prefix: 'components', type: 'prompts', name: 'triage' }

const problemsOf = (text: string): string[] => {
  const read = readConfigFile(text)
  return read.kind === 'problems' ? read.problems : []
}
const effective = (component: typeof triage, environment: string, inputs: WrittenSettings = {}) => {
  const read = readConfigFile(FILE)
  if (read.kind === 'problems') throw new Error(read.problems.join())
  return effectiveSettings(read.config, component, environment, inputs)
}

describe('precedence: component over environment over defaults over inputs', () => {
  it('takes defaults over inputs, and names the inputs that it overrides', () => {
    const { written, shadowed, origins } = effective(triage, 'production', { threshold: '5%', interval: '10s' })
    expect(written).toMatchObject({ threshold: '1%', interval: '10s', paths: 'prompts\nshared' })
    expect(shadowed).toStrictEqual(['threshold'])
    expect(origins).toMatchObject({ threshold: '.github/tagback.yml:10:14 threshold', interval: 'Input interval' })
  })

  it('lets later environments win', () => {
    expect(effective(triage, 'production-canary').written).toMatchObject({ duration: '20m', threshold: '0.02' })
    expect(effective(triage, 'production').written).not.toHaveProperty('duration')
  })

  it('takes back alternatives of a wider scope', () => {
    const { written, path } = effective(extraction, 'production', { deploy: 'none', 'verify-command': 'x' })
    expect(written).toMatchObject({ rate: 'error_ratio', 'deploy-command': './deploy.sh', 'verify-command': 'x' })
    expect(written).not.toHaveProperty('errors')
    expect(written).not.toHaveProperty('deploy')
    expect(path).toBe('prompts/{name}.md')
  })

  it('makes settings that pass the checks, also of an environment that is not watched', () => {
    expect(checkSettings(effective(extraction, 'production').written)).toMatchObject({
      settings: { allowUntestedTarget: true },
    })
    expect(checkSettings(effective(triage, 'debug').written)).toMatchObject({ settings: { watch: null } })
  })

  it('writes headers as lines', () => {
    expect(effective(triage, 'production').written['metric-headers']).toBe('Authorization: Bearer {env:TOKEN}')
  })
})

describe('what is wrong is named with its place', () => {
  it.each<[string, string, string]>([
    [
      'a threshold without a unit',
      'defaults:\n  threshold: 1\n',
      '.github/tagback.yml:2:14 threshold: expected a rate with a unit such as 1% or 0.01, got "1"',
    ],
    [
      'a misspelt setting',
      'defaults:\n  treshold: 1%\n',
      '.github/tagback.yml:2:3 treshold: there is no such setting, did you mean threshold?',
    ],
    [
      'a misspelt section',
      'environment:\n  x: {}\n',
      '.github/tagback.yml:1:1 environment: there is no such setting, did you mean environments?',
    ],
    [
      'an input of the workflow',
      'defaults:\n  tag-prefixes: apps\n',
      '.github/tagback.yml:2:3 tag-prefixes: is an input of the workflow',
    ],
    [
      'a setting with the wrong shape',
      'defaults:\n  threshold:\n    a: {b: c}\n',
      '.github/tagback.yml:3:5 threshold: expected text, a number',
    ],
    ['a section that is no map', 'components:\n  prompts/*: 5\n', '.github/tagback.yml:2:14 prompts/*: expected a map'],
    [
      'an order for every environment',
      'defaults:\n  after: production\n',
      '.github/tagback.yml:2:3 after: stands under a name or glob in environments or components only',
    ],
    [
      'a drill environment that is a component',
      'components:\n  prompts/*:\n    drill: true\n',
      '.github/tagback.yml:3:5 drill: stands under a name or glob in environments only',
    ],
    [
      'one wrong word of three',
      'defaults:\n  follow: automatic\n',
      '.github/tagback.yml:2:11 follow: expected manual, auto or off, got "automatic"',
    ],
    [
      'one wrong item of several',
      'defaults:\n  require: [owner, armd]\n',
      '.github/tagback.yml:2:12 require: expected none, or some of previous-version, armed, drill, owner, time-to-rollback, got "armd"',
    ],
    ['nothing beside something', 'defaults:\n  require: [none, armed]\n', 'got "none"'],
    ['an alias of nothing', 'defaults:\n  threshold: *one\n', '.github/tagback.yml:2:14 Unresolved alias'],
    ['broken YAML', 'defaults:\n  threshold: "1%\n', '.github/tagback.yml:3:1 '],
    ['a key twice', 'defaults: {}\ndefaults: {}\n', '.github/tagback.yml:2:1 Map keys must be unique'],
    ['a list', '- a\n', '.github/tagback.yml:1:1 expected a map'],
    ['a glob with an extension', 'components:\n  "+(a|b)": {}\n', '.github/tagback.yml:2:3 expected a glob'],
    ['a glob that is too long', `components:\n  ${'a'.repeat(201)}: {}\n`, 'expected a glob of at most 200 characters'],
  ])('%s', (_name, text, problem) => expect(problemsOf(text).join('\n')).toContain(problem))

  it('says all of it at once', () => {
    expect(
      problemsOf('defaults:\n  threshold: 1\n  duration: 5\nenvironments:\n  a:\n    interval: 0s\n'),
    ).toHaveLength(3)
  })

  it('takes an empty file for no settings', () => {
    expect(readConfigFile('# nothing yet\n')).toMatchObject({ config: { environments: [], components: [] } })
  })

  it('is not blown up by aliases', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`)}]`),
    ].join('\n')
    expect(problemsOf(bomb).join()).toMatch(/alias/i)
  })
})

it('names wrong values beside unknown keys and wrong forms', () => {
  const text =
    'defaults:\n  threshold: 1\n  treshold: 1%\nenvironments:\n  staging: 5\n  production:\n    duration: soon\n'
  const found = problemsOf(text)
    .map((problem) => /:\d+:\d+ \w+/.exec(problem)?.[0])
    .toSorted()
  expect(found).toStrictEqual([':2:14 threshold', ':3:3 treshold', ':5:12 staging', ':7:15 duration'])
})

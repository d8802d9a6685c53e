import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { configureGuard } from '../../src/actions/configure-guard.ts'

const INPUTS = {
  ...{ token: 'a-token-of-nobody', tagPrefixes: ['components'], paused: false, deployEnv: {} },
  written: {
    ...{ deploy: 'none', metric: 'prometheus', 'metric-url': 'https://prometheus.example.com' },
    ...{ errors: 'errors_total', total: 'requests_total', threshold: '1%' },
  },
}
const RUNNER = {
  address: { owner: 'o', name: 'r', serverUrl: 'https://github.com', apiUrl: 'https://api.github.com' },
  run: { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' },
  temporaryDirectory: '/tmp',
}
const COMPONENT = { id: 'components/prompts/triage', prefix: 'components', type: 'prompts', name: 'triage' }

const configured = (metrics: string) =>
  configureGuard(INPUTS, RUNNER, {})(
    { file: '.github/tagback.yml', text: `defaults:\n  metrics:\n    ${metrics}\n`, commit: '0'.repeat(40) },
    COMPONENT,
    'production',
  )

describe('metrics that have names, beside plain queries', () => {
  it('are said to take the place of a query that none of them asks', () => {
    expect(configured('latency: { value: queue_length, at-most: 3 }')).toMatchObject({
      kind: 'configured',
      remarks: [
        'Input errors is not watched: the metrics that have names ask for something else. Give it a name under metrics, too',
      ],
    })
  })

  it('are silent when one of them inherits it', () => {
    expect(configured('failures: { dry-run: false }')).toMatchObject({ kind: 'configured', remarks: [] })
  })
})

it('says where the query of a metric stands that is called like the plain one', () => {
  expect(configured(`metric: { errors: 'errors_total{version="{vers}"}' }`)).toEqual({
    kind: 'problems',
    problems: ['.github/tagback.yml:3:23 metrics.metric.errors: unknown placeholder {vers}: did you mean {version}?'],
  })
})

it('says everything that is wrong with queries, addresses and headers at once, each with its place', () => {
  const file = `defaults:
  verify-url: https://api.example.com/version
  verify-value: 'version['
  metric-url: https://{component}.example.com
  metrics:
    failures: { errors: 'e{version="{vers}"}', total: 't{', metric-headers: { Authorization: '{env:ABSENT}', a b: c } }
    slow: { value: 'x{', at-most: 3 }
`
  const result = configureGuard(INPUTS, RUNNER, {})(
    { file: '.github/tagback.yml', text: file, commit: '0'.repeat(40) },
    COMPONENT,
    'production',
  )
  const places = result.kind === 'problems' ? result.problems.map((problem) => problem.split(': ', 1)[0]) : []
  expect(places).toStrictEqual([
    '.github/tagback.yml:3:17 verify-value',
    '.github/tagback.yml:6:77 metrics.failures.metric-headers',
    '.github/tagback.yml:4:15 metric-url',
    '.github/tagback.yml:6:25 metrics.failures.errors',
  ])
})

describe('secrets of the environment', () => {
  it('do not leave by what a script of a metric prints', async () => {
    const env = { PATH: process.env.PATH, STORE_TOKEN: 's3cr3t-of-the-store' }
    const inputs = {
      ...INPUTS,
      written: {
        ...{ deploy: 'none', metric: 'command', threshold: '1%' },
        'metric-command': `echo "{\\"nothing\\":\\"asked with $STORE_TOKEN\\"}"`,
      },
    }
    const temporaryDirectory = mkdtempSync(join(tmpdir(), 'configure-guard-'))
    try {
      const guard = configureGuard(inputs, { ...RUNNER, temporaryDirectory }, env)(null, COMPONENT, 'production')
      if (guard.kind === 'problems') throw new Error(guard.problems.join())
      const release = {
        ...{ component: COMPONENT.id, version: 'v1.0.0', versioned: true },
        ...{ object: 'a'.repeat(40), commit: 'b'.repeat(40) },
      }
      const reading = await guard.ports.sourcesFor?.(release).get('metric')?.read({ since: 0, until: 1 })
      expect(reading).toEqual({ kind: 'nothing', what: 'empty', detail: 'asked with ***' })
    } finally {
      rmSync(temporaryDirectory, { recursive: true })
    }
  })
})

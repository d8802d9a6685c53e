import { describe, expect, it } from '@jest/globals'
import { checkSettings } from '../../src/config/check-settings.ts'
import { effectiveSettings } from '../../src/config/effective-settings.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { sayProblem } from '../../src/config/say-problem.ts'
import type { WrittenSettings } from '../../src/config/setting-table.ts'

const FILE = `defaults:
  deploy: none
  metric: prometheus
  metric-url: https://prometheus.example.com
  metric-headers: {Authorization: "Bearer {env:TOKEN}"}
  total: requests_total
  threshold: 1%
  noise: 0.3
  metrics:
    failures: {errors: errors_total}
    slow: {errors: slow_total, threshold: 5%, noise: 1}
    quality: {score: judge_score, at-least: 0.8, rate-window: 30s}
    queue: {value: queue_length, at-most: 500, dry-run: true}
environments:
  debug: {metric: none}
  staging:
    metrics:
      slow: {metric: none}
      queue: {at-most: 50, threshold: 10%}
      quality: {rate: quality_failures}
`
const component = { id: 'components/prompts/triage', prefix: 'components', type: 'prompts', name: 'triage' }

/** Settings of the watch, or what is wrong with them. */
function checked(text: string, environment = 'production', inputs: WrittenSettings = {}) {
  const read = readConfigFile(text)
  if (read.kind === 'problems') return { problems: read.problems, metrics: [] }
  const effective = effectiveSettings(read.config, component, environment, inputs)
  const result = checkSettings(effective.written, effective.metrics)
  return result.kind === 'settings'
    ? { problems: [], metrics: result.settings.watch?.metrics ?? null }
    : { problems: result.problems.map((problem) => sayProblem(problem, effective, 'Input ')), metrics: [] }
}

describe('metrics with names', () => {
  it('take what they do not say from the settings around them', () => {
    const { metrics } = checked(FILE)
    const common = { source: 'prometheus', url: 'https://prometheus.example.com', dryRun: false }
    expect(metrics).toMatchObject([
      { ...common, name: 'failures', errors: 'errors_total', total: 'requests_total', figure: null },
      { ...common, name: 'slow', errors: 'slow_total', total: 'requests_total', headers: expect.any(String) },
      { ...common, name: 'quality', errors: undefined, rate: 'judge_score', figure: { kind: 'score' } },
      { ...common, name: 'queue', dryRun: true, rate: 'queue_length', figure: { kind: 'value', atMost: 500 } },
    ])
    expect(metrics?.map(({ policy }) => policy)).toMatchObject([
      { threshold: 0.01, noise: 0.3, falseRollbackRisk: 0.05, duration: 600 },
      { threshold: 0.05, noise: 1 },
      { threshold: 0.2, reads: 'score', rateWindow: 30 },
      { threshold: 0.2, reads: 'limit' },
    ])
  })

  it('refuse a score whose threshold would be rounded to all or nothing', () => {
    expect(checked(FILE.replace('at-least: 0.8', 'at-least: "0.0000000000001"')).problems).toEqual([
      expect.stringMatching(
        /^\.github\/tagback\.yml:12:\d+ metrics\.quality\.at-least: expected a score further from 0/,
      ),
    ])
  })

  it('are left out where the environment has metric: none, also those of the component, unless they name a source', () => {
    const of = (own: string) =>
      checked(`${FILE}components:\n  prompts/*: {metrics: {own: ${own}}}\n`, 'debug').metrics?.map(({ name }) => name)
    expect(of('{errors: e, total: t}')).toBeUndefined()
    expect(of('{metric: prometheus, metric-url: "https://p", errors: e, total: t, threshold: 1%}')).toEqual(['own'])
  })

  it('change setting by setting in a narrower scope, and can be left out there', () => {
    const { metrics } = checked(FILE, 'staging')
    expect(metrics).toMatchObject([
      { name: 'failures' },
      { name: 'quality', rate: 'quality_failures', figure: null, policy: { threshold: 0.01 } },
      { name: 'queue', figure: { atMost: 50 }, policy: { threshold: 0.1 } },
    ])
  })

  it('are all left out where the metric is none', () => expect(checked(FILE, 'debug').metrics).toBeNull())

  it('are the metric of the plain settings where there are none', () => {
    const text = 'defaults: {deploy: none, metric: command, metric-command: ./rate, threshold: 1%}'
    expect(checked(text).metrics).toMatchObject([{ name: 'metric', source: 'command', dryRun: false }])
  })

  it('send headers nowhere but to the address that they were written for', () => {
    const text = (own: string) => `${FILE}components:\n  "**":\n    metrics: {failures: ${own}}\n`
    const first = (own: string) => checked(text(own)).metrics?.[0]
    expect(first('{metric-url: https://other.example.com}')).toMatchObject({
      headers: undefined,
      errors: 'errors_total',
    })
    expect(first('{metric: http-json, metric-url: https://x.example.com, total: t}')).toMatchObject({
      ...{ source: 'http-json', headers: undefined, errors: 'errors_total', total: 't' },
    })
    expect(checked(text('{metric: http-json, metric-url: https://x.example.com}')).problems.join()).toContain(
      'metrics.failures.metric: expected errors and total, or rate, got errors',
    )
  })
})

describe('what is wrong with a metric is named with its place', () => {
  const plain = 'defaults:\n  deploy: none\n  metric: prometheus\n  metrics:\n    a: '
  it.each([
    ['{errors: e, total: t}', '.github/tagback.yml:5:17 metrics.a.threshold: expected a rate such as 1%, got none'],
    ['{score: s}', 'metrics.a.score: expected at-least beside it, got none'],
    ['{at-most: 5}', '.github/tagback.yml:5:18 metrics.a.at-most: expected value beside it, got none'],
    [
      '{score: s, at-least: 0.5, value: v, at-most: 1}',
      'metrics.a.score: expected errors and total, or rate, got score and value (.github/tagback.yml:5:41 metrics.a.value)',
    ],
    ['{score: s, at-least: 0.5, threshold: 1%}', 'metrics.a.threshold: expected at-least alone to say it, got both'],
    ['{score: s, at-least: 80}', '.github/tagback.yml:5:29 at-least: expected a score above 0 and below 1, got "80"'],
    ['{score: s, at-least: 1.0}', 'at-least: expected a score above 0 and below 1'],
    ['{value: v, at-most: fast}', 'at-most: expected a number, got "fast"'],
    ['{rate: r, threshold: 1%, dry-run: true}', 'metrics.a.dry-run: expected at least one metric that decides'],
    ['{metric: command, rate: r, threshold: 1%}', 'metrics.a.metric-command: expected a script for metric: command'],
    ['{rate: r, treshold: 1%}', '.github/tagback.yml:5:18 treshold: there is no such setting, did you mean threshold?'],
    ['{rate: r, duration: 1m}', 'duration: there is no such setting'],
    ['5', '.github/tagback.yml:5:8 a: expected a map'],
    ['{rate: {b: {c: d}}}', 'rate: expected text, a number'],
  ])('%s', (own, problem) => expect(checked(plain + own).problems.join('\n')).toContain(problem))

  it('says what a name may be', () => {
    expect(checked('defaults:\n  metrics:\n    "a b": {rate: r}\n').problems.join()).toContain(
      '.github/tagback.yml:3:5 a b: expected a name of letters, digits, - and _, at most 40',
    )
  })

  it('has a bound', () => {
    const metrics = Array.from({ length: 21 }, (_, i) => `    m${i}: {rate: r}\n`).join('')
    expect(checked(`defaults:\n  metrics:\n${metrics}`).problems.join()).toContain(
      'expected at most 20 metrics, got 21',
    )
  })
})

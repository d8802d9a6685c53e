import { describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import type { MetricSource } from '../../src/flows/ports.ts'
import { command } from '../../src/metrics/command.ts'
import { datadog } from '../../src/metrics/datadog.ts'
import { httpJson } from '../../src/metrics/http-json.ts'
import { parseSelector } from '../../src/metrics/parse-selector.ts'
import { prometheus } from '../../src/metrics/prometheus.ts'
import { prometheusText } from '../../src/metrics/prometheus-text.ts'
import type { SourceSettings } from '../../src/metrics/source-settings.ts'
import { settingsFor } from '../metrics/settings-for.ts'
import { jsonOf, jsonTexts, property, RUNS, textsOf } from './texts.ts'

// No input may take long: an expression that looks back for ever would end here.
jest.setTimeout(RUNS > 1_000 ? 1_800_000 : 60_000)

const WINDOW = { since: Date.parse('2026-11-20T09:00:00Z'), until: Date.parse('2026-11-20T09:05:00Z') }

type Answer = { status: number; type: string; body: string }

/** Reads each answer by the source as the network would give it. Whatever it is, there is a reading with a name. */
const readsAll = (create: (settings: SourceSettings) => MetricSource, more: object, bodies: fc.Arbitrary<string>) => {
  let answer: Answer = { status: 200, type: '', body: '' }
  const answering = async () =>
    new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.type } })
  const source = create(
    settingsFor({ url: 'https://metrics.example.com/q', fetch: answering as typeof fetch, ...more }),
  )
  const answers = fc.record({
    status: fc.oneof(
      { weight: 9, arbitrary: fc.constant(200) },
      { arbitrary: fc.constantFrom(400, 401, 422, 503), weight: 1 },
    ),
    type: fc.constantFrom(
      'application/json',
      'text/plain; version=0.0.4',
      'application/openmetrics-text; version=1.0.0',
    ),
    body: bodies,
  })
  return fc.assert(
    fc.asyncProperty(answers, async (next) => {
      answer = next
      checkReading(await source.read(WINDOW))
    }),
    { numRuns: RUNS },
  )
}

function checkReading(reading: Awaited<ReturnType<MetricSource['read']>>): void {
  switch (reading.kind) {
    case 'counters':
      for (const counters of [reading.errors, reading.total])
        for (const value of counters.values()) expect(value >= 0 && Number.isFinite(value)).toBe(true)
      return
    case 'window':
      expect([reading.errors, reading.total].every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
      return
    case 'rate':
      expect(Number.isFinite(reading.rate)).toBe(true)
      return
    default:
      expect(reading.detail).not.toBe('')
      expect(reading.detail.length).toBeLessThan(2_000)
      expect(reading.detail).not.toMatch(/[\n\r\0]|TypeError|Cannot read|undefined is not|call stack/)
  }
}

const COUNTS = { errors: 'errors', total: 'total' }

describe('any answer gets a reading with a name', () => {
  const vector = jsonOf(
    ['status', 'data', 'resultType', 'result', 'metric', 'value', 'error', '__name__', 'histogram', 'isPartial'],
    ['success', 'error', 'vector', 'scalar', 'matrix', [1, '3'], [1, 'NaN'], [1, '1e999']],
  )
  const samples = fc.array(
    fc.record({
      metric: jsonOf(['__name__', 'code', 'instance'], ['500', 'requests_total']),
      value: fc.oneof(
        fc.tuple(fc.double(), fc.oneof(fc.double().map(String), fc.constantFrom('NaN', '+Inf', '', '1_0', '0x1'))),
        vector,
      ),
    }),
    { maxLength: 5 },
  )
  const successes = samples.map((result) => ({ status: 'success', data: { resultType: 'vector', result } }))
  const prometheusAnswers = jsonTexts(fc.oneof(successes, vector))

  it.each([
    ['counters', COUNTS],
    ['a rate', { rate: 'rate' }],
    ['windows', { errors: 'increase(e[{window}])', total: 'increase(t[{window}])' }],
  ])('of prometheus, for %s', (_name, asked) => readsAll(prometheus, asked, prometheusAnswers))

  const lines = textsOf([
    ...[
      'requests_total',
      '{',
      '}',
      'code="500"',
      'code=',
      '"200"',
      ',',
      ' ',
      ' 3',
      ' 1.5e3',
      ' NaN',
      ' +Inf',
      '\n',
      '# ',
    ],
    ...[
      '# TYPE requests_total counter\n',
      '# TYPE requests_total gauge\n',
      '# EOF',
      '# {trace="x"} 1',
      '{"a.b",',
      '1700000000',
    ],
    ...['requests_total{code="500"} 3\n', 'requests_total 9\n', '<html>', '\\"', '\\\\'],
  ])

  it.each([
    ['counters', { errors: 'requests_total{code=~"5.."}', total: 'requests_total' }],
    ['a rate', { rate: 'requests_total' }],
  ])('of prometheus-text, for %s', (_name, asked) => readsAll(prometheusText, asked, lines))

  const bodies = jsonTexts(jsonOf(['errors', 'total', 'rate', 'data', 'items'], [3, 100, '7', '0.01', 'NaN']))

  it.each([
    ['counters', COUNTS],
    ['a rate', { rate: 'sum(items[].rate) || data.rate' }],
    ['functions', { errors: 'length(items)', total: 'max_by(items, &total).total' }],
  ])('of http-json, for %s', (_name, asked) => readsAll(httpJson, asked, bodies))

  const points = fc.array(
    fc.record({
      scope: jsonOf(['scope'], ['service:a', '*']),
      pointlist: fc.array(
        fc.oneof(fc.tuple(fc.double(), fc.option(fc.double())), jsonOf(['pointlist'], [[WINDOW.since, 3]])),
        { maxLength: 5 },
      ),
    }),
    { maxLength: 3 },
  )
  const datadogAnswers = jsonTexts(
    fc.oneof(
      points.map((series) => ({ status: 'ok', series })),
      jsonOf(['status', 'series', 'pointlist', 'scope', 'errors', 'error'], ['ok', 'error', [[WINDOW.since, 1]]]),
    ),
  )

  it.each([
    ['counts', { errors: 'sum:e{*}.as_count()', total: 'sum:t{*}.as_count()' }],
    ['a rate', { rate: 'avg:r{*}' }],
  ])('of datadog, for %s', (_name, asked) => readsAll(datadog, asked, datadogAnswers))

  it('of a command', () => {
    let stdout = ''
    const run = async () => ({ kind: 'exited' as const, code: 0, stdout })
    const source = command(settingsFor({ command: 'measure', run }))
    const outputs = jsonTexts(
      fc.oneof(
        fc.record({ errors: jsonOf([], [3, '3']), total: jsonOf([], [9, '9']) }),
        jsonOf(['errors', 'total', 'rate', 'nothing'], [3, 9, 0.5, 'why']),
      ),
    )
    return fc.assert(
      fc.asyncProperty(outputs, async (next) => {
        stdout = next
        checkReading(await source.read(WINDOW))
      }),
      { numRuns: RUNS },
    )
  })

  it('of datadog with more points than a call takes arguments', async () => {
    const pointlist = Array.from({ length: 200_000 }, (_, index) => [WINDOW.since + index, 1])
    const body = JSON.stringify({ status: 'ok', series: [{ scope: 'a', pointlist }] })
    const answering = (async () => new Response(body)) as typeof fetch
    const asked = { errors: 'sum:e{*}.as_count()', total: 'sum:t{*}.as_count()' }
    checkReading(await datadog(settingsFor({ url: 'https://dd.example.com', fetch: answering, ...asked })).read(WINDOW))
  })
})

it('selectors are understood, or refused with a message', () => {
  const pieces = [
    'requests_total',
    '{',
    '}',
    'code',
    '=',
    '=~',
    '!~',
    '!=',
    '"5.."',
    '"(a+)+$"',
    ',',
    ' ',
    '"',
    '\\',
    '[5m]',
  ]
  property(textsOf(pieces), (text) => {
    try {
      parseSelector(text).fits(new Map([['code', 'a'.repeat(5_000)]]))
    } catch (error) {
      if (!(error instanceof Error) || /Cannot read|undefined|not a function|call stack/.test(error.message))
        throw error
      expect(error.message).not.toBe('')
    }
  })
})

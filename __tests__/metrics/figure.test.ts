import { expect, it } from '@jest/globals'
import type { Reading } from '../../src/analysis/reading.ts'
import { type Figure, figureOf, RATE } from '../../src/metrics/figure.ts'
import type { RunScript } from '../../src/metrics/source-settings.ts'
import { createSource } from '../../src/metrics/sources.ts'
import { listen } from './listen.ts'
import { settingsFor } from './settings-for.ts'

const SCORE = figureOf({ kind: 'score' })
const LATENCY = figureOf({ kind: 'value', atMost: 500 })

it.each<[string, Figure, number, Partial<Reading>]>([
  ['a rate', RATE, 0.02, { kind: 'rate', rate: 0.02 }],
  ['a rate in per cent', RATE, 2, { kind: 'unavailable', what: 'out-of-range' }],
  ['a perfect score', SCORE, 1, { kind: 'rate', rate: 0 }],
  ['a bad score', SCORE, 0.25, { kind: 'rate', rate: 0.75 }],
  ['a score of another scale', SCORE, 8.5, { kind: 'unavailable', what: 'out-of-range' }],
  ['a score of nothing', SCORE, Number.NaN, { kind: 'nothing', what: 'not-a-number' }],
  ['a value at its limit', LATENCY, 500, { kind: 'rate', rate: 0 }],
  ['a value above its limit', LATENCY, 500.1, { kind: 'rate', rate: 1 }],
  ['a value below 0', LATENCY, -3, { kind: 'rate', rate: 0 }],
  ['a value of nothing', LATENCY, Number.NaN, { kind: 'nothing', what: 'not-a-number' }],
])('reads %s', (_name, figure, value, reading) => expect(figure.reading(value)).toMatchObject(reading))

it.each([
  ['http-json', '{"score":0.75}', 'score', 'JSON of'],
  ['prometheus-text', '# TYPE judge_score gauge\njudge_score 0.75\n', 'judge_score', 'metrics page'],
  [
    'prometheus',
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.75"]}]}}',
    'avg(judge_score)',
    'Prometheus at',
  ],
  [
    'datadog',
    '{"status":"ok","series":[{"scope":"*","interval":10,"pointlist":[[1000,0.75]]}]}',
    'avg:judge.score{*}',
    'Datadog at',
  ],
])('is asked of %s', async (name, body, query, description) => {
  const { origin: url, close } = await listen((response) => {
    response.setHeader('content-type', body.startsWith('{') ? 'application/json' : 'text/plain; version=0.0.4')
    response.end(body)
  })
  try {
    const source = createSource(name, settingsFor({ url, rate: query, figure: SCORE }))
    expect(source.description).toContain(`: score ${query}`)
    expect(source.description).toContain(description)
    expect(await source.read({ since: 0, until: 10_000 })).toMatchObject({ kind: 'rate', rate: 0.25 })
  } finally {
    await close()
  }
})

it.each<[string, Partial<Reading>]>([
  ['{"value":230}', { kind: 'rate', rate: 0 }],
  ['{"value":501}', { kind: 'rate', rate: 1 }],
  ['{"nothing":"night"}', { kind: 'nothing' }],
  ['{"rate":0.1}', { kind: 'unavailable', what: 'missing-value' }],
  ['{"errors":1,"total":2}', { kind: 'unavailable', what: 'missing-value' }],
])('is printed by a command: %s', async (stdout, reading) => {
  const run: RunScript = async () => ({ kind: 'exited', code: 0, stdout })
  const source = createSource('command', settingsFor({ command: './latency', run, figure: LATENCY }))
  expect(await source.read({ since: 0, until: 1 })).toMatchObject(reading)
})

it('has its own name in errors of settings', () => {
  const settings = settingsFor({ url: 'http://127.0.0.1', rate: 'a{', figure: SCORE })
  expect(() => createSource('prometheus-text', settings)).toThrow(/^score: /)
})
